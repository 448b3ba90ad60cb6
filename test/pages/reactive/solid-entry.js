import { createEffect, createRoot } from 'solid-js';
import { createMutable } from 'solid-js/store';
import { play } from './scenario.js';

createRoot(() => {
  play({ create: createMutable, effect: createEffect, settle: () => Promise.resolve() });
});
