/** The description of all routes in the form of OpenAPI 3.1, whose schemas are those of JSON Schema, as zod writes them. */
import { z } from 'zod';
import { version } from '../../core/version';
import { inferSchema } from '../http/open-inference';
import { contactsSchema } from '../requests/contacts-request';
import { customerSchema, severalSchema } from '../requests/decide-request';
import { outcomesSchema } from '../requests/outcome-request';

const failure = z.object({
  error: z.string().describe('all in one line'),
  field: z.string().optional().describe('the part of the request that is wrong'),
  reason: z.string().optional(),
});

const VALUE =
  'by the model, in units of the reward; where GET /policy has a caution, the model was learned with a conservative weight above 0, and this is its score, lowered by its caution, and no estimate of money';

const decision = z.object({
  id: z.string().describe('of the decision, for POST /outcome'),
  customer: z.string().optional(),
  action: z.string(),
  valueOverNoAction: z.number().describe(VALUE),
  propensity: z.number().describe('how likely this action was'),
  reason: z
    .string()
    .describe('"best allowed", "tried, to learn of it", or which better ones were barred by what'),
  model: z.string().describe('hash of the model that decided'),
  columnsAsOf: z
    .string()
    .optional()
    .describe(
      'moment of the columns that the service knew of the customer; absent where the request had all',
    ),
  remarks: z.array(z.string()).optional(),
});

const explained = z.object({
  ...{ action: z.string(), reason: z.string(), model: z.string() },
  qValues: z.record(z.string(), z.number()).describe(VALUE),
  barred: z.record(z.string(), z.string()).describe('by eligibility or a rule, and why'),
  unsupported: z.record(z.string(), z.string()).describe('by the log trained on, and why'),
  remarks: z.array(z.string()),
  columnsAsOf: z.string().optional(),
});

interface Route {
  readonly purpose: string;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  readonly isOpen?: boolean;
  readonly parameters?: readonly string[];
}

/** @param maxBatch most customers of one request */
function routes(maxBatch: number): Readonly<Record<string, Route>> {
  const ready = z.object({ ready: z.boolean(), columnsAsOf: z.string().optional() });
  return {
    'POST /decide': {
      purpose: 'decides for one customer, or several, and writes down what it decided',
      body: z.union([customerSchema, severalSchema(maxBatch)]),
      answer: z.union([decision, z.object({ decisions: z.array(decision) })]),
    },
    'POST /explain': {
      purpose: 'what would be done and why, without doing it',
      body: customerSchema,
      answer: explained,
    },
    'POST /outcome': {
      purpose: 'tells what came of decisions',
      body: outcomesSchema,
      answer: z.object({ taken: z.int() }),
    },
    'POST /contacts': {
      purpose: 'tells of contacts that others made, which rules and features then count',
      body: contactsSchema,
      answer: z.object({ taken: z.int() }),
    },
    'GET /policy': { purpose: 'what the model asks for, and what bars its actions' },
    'GET /v2': { purpose: 'Open Inference Protocol: the server' },
    'GET /v2/health/live': { purpose: 'whether the process runs', isOpen: true },
    'GET /v2/health/ready': { purpose: 'whether there is a model that decides', answer: ready, isOpen: true },
    'GET /v2/models/{model}': { purpose: 'tensors of the model', parameters: ['model'] },
    'GET /v2/models/{model}/ready': { purpose: 'whether the model decides', parameters: ['model'] },
    'POST /v2/models/{model}/infer': {
      purpose: 'decides, with columns as tensors',
      body: inferSchema,
      parameters: ['model'],
    },
    'POST /admin/model': {
      purpose: 'loads the model again, or another; from this machine alone',
      body: z.strictObject({ model: z.string().optional() }),
      answer: z.object({ model: z.string().describe('its hash') }),
    },
    'DELETE /admin/customers/{customer}': {
      purpose: 'forgets a customer in log and store; from this machine alone',
      parameters: ['customer'],
    },
    'GET /metrics': { purpose: 'metrics for Prometheus' },
    'GET /openapi.json': { purpose: 'this description', isOpen: true },
    'GET /': { purpose: 'a page that shows the policy', isOpen: true },
  };
}

const json = (schema: z.ZodType) => ({
  'application/json': { schema: z.toJSONSchema(schema, { io: 'input' }) },
});

function operation({ purpose, body, answer, isOpen = false, parameters = [] }: Route) {
  const refusal = (description: string) => ({ description, content: json(failure) });
  return {
    summary: purpose,
    ...(parameters.length > 0 && {
      parameters: parameters.map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
    }),
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    ...(isOpen && { security: [] }),
    responses: {
      '200': { description: 'done', ...(answer !== undefined && { content: json(answer) }) },
      ...(body !== undefined && { '400': refusal('the request is wrong: field and reason') }),
      '503': refusal('no answer now; ask again'),
    },
  };
}

/** @param hasToken whether whoever asks must bring a token */
export function openApi(maxBatch: number, hasToken: boolean) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [route, described] of Object.entries(routes(maxBatch))) {
    const [method, path] = route.split(' ') as [string, string];
    (paths[path] ??= {})[method.toLowerCase()] = operation(described);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'contact-dqn', version, description: 'Decisions of a contact policy' },
    ...(hasToken && {
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    }),
    paths,
  };
}

/** Method and path of every route, and what it is for. */
export function routePurposes(maxBatch: number): [string, string][] {
  return Object.entries(routes(maxBatch)).map(([route, { purpose }]) => [route, purpose]);
}
