import { holdSchedules } from './hold-schedules.ts';

holdSchedules('firefox');
