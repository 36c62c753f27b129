"""Decides the rows of a pandas frame by an exported model.onnx: what both recipes have in common.

Columns of the frame become inputs of the same name: numbers as they are, yes and no as 1 and 0, dates and times as
milliseconds since 1970 in UTC, text without blanks around it, and what is not known as NaN or the empty text.
"""

from __future__ import annotations

import json

import numpy as np
import onnxruntime
import pandas as pd


YES = {"1", "1.0", "true", "yes", "y", "t"}
NO = {"0", "0.0", "false", "no", "n", "f"}


def open_model(path: str, threads: int = 1) -> onnxruntime.InferenceSession:
    """One thread by default: Spark and DuckDB spread the work over cores themselves."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def actions_of(session: onnxruntime.InferenceSession) -> list[str]:
    return json.loads(session.get_modelmeta().custom_metadata_map["actions"])


def columns_of(session: onnxruntime.InferenceSession) -> list[str]:
    """The columns that have to be there."""
    return [one.name for one in session.get_inputs() if one.name != "allowed"]


def _flags(column: pd.Series) -> np.ndarray:
    """1, 0 or NaN."""

    def flag(value: object) -> float:
        if pd.isna(value):
            return np.nan
        word = str(value).strip().lower()
        if word in YES:
            return 1.0
        if word in NO:
            return 0.0
        raise ValueError(f"{column.name}: expected yes or no, or a number, got {value!r}")

    return column.map(flag).to_numpy(np.float64)


def _numbers(column: pd.Series) -> np.ndarray:
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        utc = pd.to_datetime(column, utc=True)
        milliseconds = utc.dt.as_unit("ms").astype("int64").to_numpy(np.float64)
        return np.where(utc.isna(), np.nan, milliseconds)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(np.float64, na_value=np.nan)
    return _flags(column)


def _texts(column: pd.Series) -> np.ndarray:
    return column.map(lambda value: "" if pd.isna(value) else str(value).strip()).to_numpy(object)


def decide(
    session: onnxruntime.InferenceSession, frame: pd.DataFrame, may: dict[str, str] | None = None
) -> pd.DataFrame:
    """The action of each row, its value and that of No Action; null of a row that the model refuses.

    may: column by action that says whether it may be taken; what is not known may not. Actions without one may always be
    taken, so name one for each that needs consent or is under a rule.
    """
    actions = actions_of(session)
    unknown = sorted(set(may or {}) - set(actions))
    if unknown:
        raise ValueError(f"expected actions of {', '.join(actions)}, got {', '.join(unknown)}")
    allowed = np.ones((len(frame), len(actions)), np.bool_)
    for name, column in (may or {}).items():
        allowed[:, actions.index(name)] = _flags(frame[column]) == 1
    feeds = {
        one.name: _texts(frame[one.name]) if one.type == "tensor(string)" else _numbers(frame[one.name])
        for one in session.get_inputs()
        if one.name != "allowed"
    }
    action, values = session.run(["action", "q_values"], {**feeds, "allowed": allowed})
    is_refused = action < 0
    chosen = np.where(is_refused, 0, action)
    return pd.DataFrame(
        {
            "action": np.where(is_refused, None, np.array(actions, object)[chosen]),
            "value": values[np.arange(len(frame)), chosen].astype(np.float64),
            "value_of_no_action": values[:, 0].astype(np.float64),
        },
        index=frame.index,
    )
