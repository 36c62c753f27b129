/** Which keys a zod schema knows, as its JSON Schema has them: to suggest one for a key that was mistyped. */
import type { z } from 'zod';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

function alternatives(node: Node): readonly Node[] {
  return [node, ...(node.anyOf ?? []).flatMap(alternatives)];
}

function below({ properties, additionalProperties, items }: Node, step: PropertyKey): readonly Node[] {
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const next = typeof step === 'number' ? items : (properties?.[String(step)] ?? others);
  return next === undefined ? [] : [next];
}

/** @param path of the object inside the value that the schema describes */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let nodes: readonly Node[] = [schema.toJSONSchema({ io: 'input', unrepresentable: 'any' }) as Node];
  for (const step of path) nodes = nodes.flatMap(alternatives).flatMap((node) => below(node, step));
  return nodes.flatMap(alternatives).flatMap(({ properties }) => Object.keys(properties ?? {}));
}
