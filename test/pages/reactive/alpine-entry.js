import Alpine from 'alpinejs';
import { play } from './scenario.js';

Alpine.start();
play({ create: Alpine.reactive, effect: Alpine.effect, settle: () => Alpine.nextTick() });
