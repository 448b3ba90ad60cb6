import { nextTick, reactive, watchEffect } from 'vue';
import { play } from './scenario.js';

play({ create: reactive, effect: watchEffect, settle: nextTick });
