import { flushSync } from 'svelte';
import { play } from './scenario.js';

function create(object) {
  const state = $state(object);
  return state;
}
play({
  create,
  effect: (run) =>
    $effect.root(() => {
      $effect(run);
    }),
  settle: async () => flushSync(),
});
