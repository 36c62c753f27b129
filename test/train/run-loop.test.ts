import { RunLoop } from '../../src/train/run-loop';
import { SectionProfiler } from '../../src/core/profiler';
import { RowReplay } from '../../src/worlds/sales-channel-study/row-replay';
import { shapingConfigSchema } from '../../src/worlds/sales-channel-study/shaping';
import { loggedRows } from '../support/logged-rows';
import { probeNamed } from '../support/probe-worlds';
import { ScriptedAgent } from '../support/scripted-agent';
import { TabularEnvironment } from '../support/tabular-environment';

async function run(loop: RunLoop, steps: number): Promise<void> {
  const interactions = loop.interactions();
  for (let i = 0; i < steps; i += 1) await interactions.next();
}

describe('RunLoop', () => {
  it('acts, keeps and learns, in this order, once per step of all lanes', async () => {
    const agent = new ScriptedAgent();
    await run(new RunLoop(new TabularEnvironment(probeNamed('tired').world, 3), agent), 2);
    expect(agent.calls).toEqual(['act', 'observe', 'learn', 'act', 'observe', 'learn']);
    expect(agent.transitions).toBe(6);
  });

  it('keeps what was acted on and the true successor, though the environment reuses its arrays', async () => {
    const agent = new ScriptedAgent();
    await run(new RunLoop(new TabularEnvironment(probeNamed('cut short').world, 2), agent), 3);
    // Every episode has one step; lane 0 starts at 0, 0, 1 and lane 1 at 0, 1, 0.
    expect(agent.kept).toEqual([
      { observations: [0, 0], nextObservations: [1, 1], discounts: [1, 1] },
      { observations: [0, 1], nextObservations: [1, 2], discounts: [1, 0] },
      { observations: [1, 0], nextObservations: [2, 1], discounts: [0, 1] },
    ]);
    expect(agent.seen.map(({ observations }) => observations)).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('shows the agent the mask of the moment', async () => {
    const agent = new ScriptedAgent(1);
    await run(new RunLoop(new TabularEnvironment(probeNamed('forbidden').world, 2), agent), 3);
    const free = [1, 1, 1];
    const closed = [1, 1, 0];
    // Lane 0 walks places 0, 2, then starts at 1; lane 1 ends place 1 and starts at 0.
    expect(agent.seen).toEqual([
      { observations: [0, 1], allowed: [...free, ...free] },
      { observations: [1, 0], allowed: [...closed, ...free] },
      { observations: [1, 1], allowed: [...free, ...closed] },
    ]);
  });

  it('hands on what an environment knows ahead', async () => {
    const agent = new ScriptedAgent();
    const rows = loggedRows([
      [[1], 0, 0],
      [[2], 0, 0],
      [[3], 0, 0],
    ]);
    await run(new RunLoop(new RowReplay(rows, 1, shapingConfigSchema.parse({})), agent), 4);
    expect(agent.told).toEqual([
      [1, 2],
      [2, 3],
      [3, 1],
      [1, 2],
    ]);
    const blind = new ScriptedAgent();
    await run(new RunLoop(new TabularEnvironment(probeNamed('tired').world, 1), blind), 1);
    expect(blind.told).toEqual([]);
  });

  it.each(['cut short', 'forbidden'])('goes on from its state: %s', async (name) => {
    const make = () => {
      const agent = new ScriptedAgent(1);
      return { agent, loop: new RunLoop(new TabularEnvironment(probeNamed(name).world, 4), agent) };
    };
    const first = make();
    await run(first.loop, 3);
    const saved = await first.loop.state();
    const second = make();
    await run(second.loop, 1);
    second.loop.restore(saved);
    await run(first.loop, 4);
    await run(second.loop, 4);
    expect(second.agent.kept.slice(1)).toEqual(first.agent.kept.slice(3));
    expect(second.agent.seen.slice(1)).toEqual(first.agent.seen.slice(3));
    expect(await second.loop.state()).toEqual(await first.loop.state());
  });

  it('refuses the state of another number of lanes', async () => {
    const make = (lanes: number) =>
      new RunLoop(new TabularEnvironment(probeNamed('forbidden').world, lanes), new ScriptedAgent());
    const saved = await make(2).state();
    expect(() => make(3).restore(saved)).toThrow('is not a Int32Array of 3 elements');
  });

  it('tells a profiler when it acts and when the environment steps', async () => {
    let now = 0;
    const profiler = new SectionProfiler(() => (now += 1000));
    const environment = new TabularEnvironment(probeNamed('tired').world, 1);
    await run(new RunLoop(environment, new ScriptedAgent(), profiler), 5);
    expect(profiler.seconds()).toMatchObject({ acting: 5, environment: 5 });
  });
});
