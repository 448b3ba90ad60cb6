import { autorun, observable, runInAction } from 'mobx';
import { play } from './scenario.js';

play({
  create: (object) => observable(object),
  effect: autorun,
  settle: () => Promise.resolve(),
  change: runInAction,
});
