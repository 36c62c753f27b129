/**
 * The loop of acting, stepping and learning as a generator: how long it runs, what is measured and when it is saved
 * are its consumers' business.
 */
import type { Agent } from '../agents/agent';
import { nullProfiler, type Profiler } from '../core/profiler';
import { savedArray, savedPart, type SavedState } from '../core/saved-state';
import type { Decisions, UpcomingObservations, VectorEnvironment } from '../env/environment';
import type { TimeStep } from '../env/time-step';

export class RunLoop {
  readonly #environment: VectorEnvironment;
  readonly #agent: Agent;
  readonly #profiler: Profiler;
  readonly #upcoming: UpcomingObservations | undefined;
  /** Copies: the environment overwrites its arrays while the agent still needs what it acted on. */
  #observations: Float32Array;
  #allowed: Uint8Array | null;

  /** Starts every lane of the environment. */
  constructor(environment: VectorEnvironment, agent: Agent, profiler: Profiler = nullProfiler) {
    this.#environment = environment;
    this.#agent = agent;
    this.#profiler = profiler;
    this.#upcoming = environment.upcomingObservations?.bind(environment);
    const { observations, allowed } = environment.reset();
    this.#observations = observations.slice();
    this.#allowed = allowed?.slice() ?? null;
  }

  /** Yields after each step of all lanes, when the updates it made due have run. Never ends by itself. */
  async *interactions(): AsyncGenerator<TimeStep, never> {
    for (;;) {
      this.#profiler.enter('acting');
      const actions = await this.#agent.act(this.#decisions(), this.#upcoming);
      this.#profiler.enter('environment');
      const step = this.#environment.step(actions);
      this.#profiler.enter('rest');
      this.#agent.observe(this.#observations, actions, step);
      this.#observations.set(step.observations);
      this.#allowed = step.allowed?.slice() ?? null;
      await this.#agent.learn();
      this.#profiler.enter('rest');
      yield step;
    }
  }

  async state(): Promise<SavedState> {
    return {
      environment: this.#environment.state(),
      agent: await this.#agent.state(),
      observations: this.#observations.slice(),
      allowed: this.#allowed?.slice() ?? null,
    };
  }

  restore(state: SavedState): void {
    this.#environment.restore(savedPart(state, 'environment'));
    this.#agent.restore(savedPart(state, 'agent'));
    this.#observations = savedArray(state, 'observations', Float32Array, this.#observations.length).slice();
    if (this.#allowed !== null)
      this.#allowed = savedArray(state, 'allowed', Uint8Array, this.#allowed.length).slice();
  }

  #decisions(): Decisions {
    return { observations: this.#observations, allowed: this.#allowed };
  }
}
