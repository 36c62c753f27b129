"""A service as many would write it: FastAPI around an export of a model. python serve_onnx.py MODEL.onnx ACTIONS PORT,
where ACTIONS are names between commas; a column may_NAME of 0 or 1 says whether an action may be taken. One worker, and
ONNX Runtime in one thread, which is fastest for a row at a time."""

import sys

import numpy as np
import onnxruntime
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

path, actions, port = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3])

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
inputs = [(one.name, one.type == "tensor(string)") for one in session.get_inputs() if one.name != "allowed"]

Columns = dict[str, float | str | None]


class Asked(BaseModel):
    columns: Columns | None = None
    customers: list["Asked"] | None = None


class Answer(BaseModel):
    action: str
    valueOverNoAction: float


def column(rows: list[Columns], name: str, is_text: bool) -> np.ndarray:
    values = [row.get(name) for row in rows]
    if is_text:
        return np.array(["" if value is None else value for value in values], object)
    return np.array([np.nan if value is None else value for value in values], np.float64)


def decide(rows: list[Columns]) -> list[Answer]:
    feeds = {name: column(rows, name, is_text) for name, is_text in inputs}
    feeds["allowed"] = np.array([[row.get(f"may_{name}", 1) == 1 for name in actions] for row in rows])
    chosen, values = session.run(["action", "q_values"], feeds)
    return [
        Answer(action=actions[action], valueOverNoAction=float(q[action] - q[0])) for action, q in zip(chosen, values)
    ]


app = FastAPI()


@app.post("/decide")
async def answer(asked: Asked) -> Answer | list[Answer]:
    if asked.customers is not None:
        return decide([one.columns or {} for one in asked.customers])
    return decide([asked.columns or {}])[0]


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
