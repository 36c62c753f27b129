"""Runs exports as their users do: python run_exports.py JOBS. Each folder of JOBS has feeds.json and the files to run;
beside them are left NAME.action.bin (int64) and NAME.q_values.bin (float32), to be judged by who made the rows."""

import json
import os
import pathlib
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import onnx
import onnxruntime
import tensorflow as tf

TYPES = {"float32": np.float32, "float64": np.float64, "int64": np.int64, "bool": np.bool_, "string": object}


def read_feeds(job: pathlib.Path) -> dict[str, np.ndarray]:
    feeds = json.loads((job / "feeds.json").read_text())
    return {
        name: np.array([np.nan if value is None else value for value in feed["values"]], TYPES[feed["type"]]).reshape(
            feed["dims"]
        )
        for name, feed in feeds.items()
    }


def run_onnx(job: pathlib.Path, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    path = str(job / "onnx/model.onnx")
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    for rows in (1, 0):
        one = session.run(names, {name: values[:rows] for name, values in feeds.items()})
        assert one[0].shape == (rows,), f"{rows} rows: {one[0].shape}"
    return dict(zip(names, session.run(names, feeds)))


def run_saved_model(job: pathlib.Path, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    model = tf.saved_model.load(str(job / "savedmodel/1"))
    serve = model.signatures["serving_default"]
    _, specs = serve.structured_input_signature
    assert set(specs) == set(feeds), f"inputs {sorted(specs)}, not {sorted(feeds)}"
    outputs = serve(**{name: tf.constant(values) for name, values in feeds.items()})
    return {name: value.numpy() for name, value in outputs.items()}


def main() -> None:
    for job in sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir()):
        feeds = read_feeds(job)
        for name, run in (("onnx", run_onnx), ("savedmodel", run_saved_model)):
            outputs = run(job, feeds)
            outputs["action"].astype(np.int64).tofile(job / f"{name}.action.bin")
            outputs["q_values"].astype(np.float32).tofile(job / f"{name}.q_values.bin")
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}, TensorFlow {tf.__version__}")


main()
