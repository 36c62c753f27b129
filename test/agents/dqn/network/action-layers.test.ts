import { actionLayers } from '../../../../src/agents/dqn/network/action-layers';
import type { HeadName } from '../../../../src/agents/dqn/network/head-names';
import { networkSpec } from '../../../../src/agents/dqn/network/spec';

const namesOf = (head: HeadName, hiddenLayers: readonly number[]) =>
  actionLayers(networkSpec({ features: 3, hiddenLayers, actions: 2, head })).map(({ name }) => name);

describe('the layers that tell actions apart', () => {
  it('are all of a plain head', () => {
    expect(namesOf('plain', [4, 5])).toEqual(['hidden_1', 'hidden_2', 'q_values']);
  });

  it('are the own ones of the advantages of a dueling head, and none that the value shares', () => {
    expect(namesOf('dueling', [4, 5])).toEqual(['advantage_hidden_2', 'advantage']);
  });

  it('are the whole network of the advantages where it is one of its own', () => {
    expect(namesOf('separate', [4, 5])).toEqual(['advantage_hidden_1', 'advantage_hidden_2', 'advantage']);
  });

  it('are the last layer where nothing is hidden', () => {
    expect(namesOf('plain', [])).toEqual(['q_values']);
    expect(namesOf('dueling', [])).toEqual(['advantage']);
    expect(namesOf('separate', [])).toEqual(['advantage']);
  });
});
