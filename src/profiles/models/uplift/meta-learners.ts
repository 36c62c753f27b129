/**
 * Effects of treatments, from models that predict outcomes. The T-learner fits a model to each arm, and takes the difference.
 * The X-learner then asks of each customer what the other arm would have given by that arm's model, fits models to these
 * differences, and weighs the two by the share of each arm: the model of the larger arm judges the smaller one.
 *
 * Its weight may be any number from 0 to 1; the share that was treated serves, also where treatment was not random.
 *
 * @see Künzel, Sekhon, Bickel & Yu (2019), https://doi.org/10.1073/pnas.1804597116
 */
import { z } from 'zod';
import { gathered } from '../../tables/gathered';
import type { Random } from '../../../core/random';
import type { TellGrown } from '../../learners/forest';
import {
  expected,
  learn,
  learnedSchema,
  type Learned,
  type LearnerSettings,
  type Lesson,
  type Method,
} from '../../learners/learned';

const arms = z.array(learnedSchema).min(2).readonly().describe('outcome by each action, no contact first');

export const effectsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('t'), arms }),
    z.strictObject({
      kind: z.literal('x'),
      arms,
      treatments: z
        .array(
          z.strictObject({
            ofTreated: learnedSchema.describe('effect as seen on who got it'),
            ofOthers: learnedSchema.describe('effect as seen on who got no contact'),
            share: z.number().min(0).max(1).describe('treated among both'),
          }),
        )
        .min(1)
        .readonly(),
    }),
  ])
  .readonly();
export type Effects = z.infer<typeof effectsSchema>;

export interface ArmLesson extends Lesson {
  /** [rows] action of each row */
  readonly actions: Int32Array;
  /** How many actions there are, no contact included. */
  readonly actionCount: number;
}

/** Rows of one arm. */
function armOf({ features, width, target, actions }: ArmLesson, action: number): Lesson {
  const rows = Int32Array.from(actions.keys()).filter((row) => actions[row] === action);
  const own = new Float64Array(rows.length * width);
  rows.forEach((row, place) => own.set(features.subarray(row * width, (row + 1) * width), place * width));
  return { features: own, width, target: gathered(target, rows) };
}

function learnArms(
  lesson: ArmLesson,
  method: Method,
  settings: LearnerSettings,
  random: Random,
  tell?: TellGrown,
): Learned[] {
  return Array.from({ length: lesson.actionCount }, (_, action) =>
    learn(method, armOf(lesson, action), settings, random.fork(`arm-${action}`), tell),
  );
}

export function learnT(
  lesson: ArmLesson,
  method: Method,
  settings: LearnerSettings,
  random: Random,
  tell?: TellGrown,
): Effects {
  return { kind: 't', arms: learnArms(lesson, method, settings, random, tell) };
}

/** Effects are amounts: what learns probabilities learns them by a line. */
const effectMethod = (method: Method): Method =>
  method === 'logistic' || method === 'svm' ? 'linear' : method;

export function learnX(
  lesson: ArmLesson,
  method: Method,
  settings: LearnerSettings,
  random: Random,
  tell?: TellGrown,
): Effects {
  const arms = learnArms(lesson, method, settings, random, tell);
  const own = effectMethod(method);
  const control = armOf(lesson, 0);
  const treatments = arms.slice(1).map((arm, place) => {
    const treated = armOf(lesson, place + 1);
    const without = expected(arms[0]!, treated.features, lesson.width);
    const withIt = expected(arm, control.features, lesson.width);
    const gained = treated.target.map((outcome, row) => outcome - without[row]!);
    const missed = control.target.map((outcome, row) => withIt[row]! - outcome);
    const effectOf = (seen: Lesson, target: Float64Array, name: string) =>
      learn(own, { ...seen, target }, settings, random.fork(`effect-${place}/${name}`), tell);
    return {
      ofTreated: effectOf(treated, gained, 'treated'),
      ofOthers: effectOf(control, missed, 'others'),
      share: gained.length / (gained.length + missed.length),
    };
  });
  return { kind: 'x', arms, treatments };
}

/** [rows, columns] of columns of as many rows */
function sideBySide(columns: readonly Float64Array[]): Float64Array {
  const count = columns.length;
  return Float64Array.from(
    { length: columns[0]!.length * count },
    (_, at) => columns[at % count]![Math.floor(at / count)]!,
  );
}

/** [rows, actions] expected outcome by each action: the response, of which the effect is the difference */
export function responsesOf({ arms: own }: Effects, features: Float64Array, width: number): Float64Array {
  return sideBySide(own.map((arm) => expected(arm, features, width)));
}

/** [rows, treatments] expected outcome with each treatment minus that without contact */
export function effectsOf(effects: Effects, features: Float64Array, width: number): Float64Array {
  if (effects.kind === 't') {
    const [without, ...treated] = effects.arms.map((arm) => expected(arm, features, width));
    return sideBySide(treated.map((own) => own.map((outcome, row) => outcome - without![row]!)));
  }
  return sideBySide(
    effects.treatments.map(({ ofTreated, ofOthers, share }) => {
      const others = expected(ofOthers, features, width);
      return expected(ofTreated, features, width).map(
        (effect, row) => (1 - share) * effect + share * others[row]!,
      );
    }),
  );
}
