"""Empty modules in the place of packages that are imported on the way to the estimators, and that no estimator uses."""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class Anything(type):
    """Every attribute of such a class is an empty class again: enough for base classes, annotations and defaults."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Empty


class Empty(metaclass=Anything):
    """Whoever makes one is answered with an error, not with a number: it takes no arguments and has no methods."""


class EmptyModule(ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Empty


class EmptyModules(MetaPathFinder, Loader):
    def __init__(self, packages):
        self.packages = packages

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in self.packages else None

    def create_module(self, spec):
        return EmptyModule(spec.name)

    def exec_module(self, module):
        pass


def leave_out(*packages):
    """From now on an import of these, or of a part of them, gives an empty module."""
    sys.meta_path.insert(0, EmptyModules(packages))
