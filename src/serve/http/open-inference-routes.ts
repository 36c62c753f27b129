/** Routes of the Open Inference Protocol, version 2. */
import type { FastifyInstance } from 'fastify';
import { version } from '../../core/version';
import type { Decisions } from '../deciding/decisions';
import { severalSchema } from '../requests/decide-request';
import { parseRequest, Refusal } from '../requests/refusal';
import type { ServedModel } from '../threads/served-model';
import { customersOf, inferAnswer, inferSchema, modelMetadata, wantedOutputs } from './open-inference';

interface ModelParams {
  readonly Params: { readonly model: string; readonly version?: string };
}

/** Triton's client sends JSON and does not say so; a page of a browser that did the same would say where it is from. */
function takeUnnamedJson(app: FastifyInstance): void {
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const { 'content-type': type, origin, 'inference-header-content-length': binary } = request.headers;
    if (binary !== undefined)
      return done(new Refusal(400, 'inputs', 'expected tensors as JSON, got binary data'), undefined);
    if (type !== undefined || origin !== undefined)
      return done(
        new Refusal(415, 'body', 'expected the header "Content-Type: application/json"'),
        undefined,
      );
    void app.getDefaultJsonParser('error', 'error')(request, String(body), done);
  });
}

/** Routes with a context of their own, whose bodies need not be called JSON. */
export function openInferenceRoutes(app: FastifyInstance, options: OpenInferenceOptions): void {
  void app.register((own, _options, done) => {
    takeUnnamedJson(own);
    addRoutes(own, options);
    done();
  });
}

export interface OpenInferenceOptions {
  readonly decisions: Decisions;
  readonly served: ServedModel;
  readonly maxBatch: number;
  /** Of the model in routes. */
  readonly name: string;
}

function addRoutes(app: FastifyInstance, { decisions, served, maxBatch, name }: OpenInferenceOptions): void {
  const several = severalSchema(maxBatch);
  const expectModel = ({ model, version: hash }: ModelParams['Params']) => {
    if (model !== name) throw new Refusal(404, 'model', `expected ${name}, got ${model}`);
    if (hash !== undefined && hash !== served.current.hash)
      throw new Refusal(404, 'version', `expected ${served.current.hash}, got ${hash}`);
  };
  app.get('/v2', () => ({ name: 'contact-dqn', version, extensions: [] }));
  for (const prefix of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    app.get<ModelParams>(prefix, ({ params }) => {
      expectModel(params);
      const { hash, loaded } = served.current;
      return modelMetadata(name, hash, loaded);
    });
    app.get<ModelParams>(`${prefix}/ready`, ({ params }, reply) => {
      expectModel(params);
      return reply.code(served.isUp ? 200 : 503).send({ name, ready: served.isUp });
    });
    app.post<ModelParams>(`${prefix}/infer`, async ({ params, body }) => {
      expectModel(params);
      const request = parseRequest(inferSchema, body);
      const wanted = wantedOutputs(request);
      const asked = { customers: customersOf(request, served.current.loaded) };
      const { customers } = parseRequest(several, asked);
      const decided = await decisions.decideInDetail(customers, false);
      return inferAnswer(request, name, decided[0]!.answer.model, decided, wanted);
    });
  }
}
