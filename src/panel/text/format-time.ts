import { t } from './language.ts';

// Times of day are written as in a log file, the same in every language; lengths of time stand in
// `say.duration`.

/** `+0.012` (`+0,012` in German), `+59.120`, `+2:05.300`: since the page began, in seconds. */
export function formatRelative(ms: number): string {
  const sign = ms < -0.5 ? '−' : '+';
  const total = Math.round(Math.abs(ms));
  const minutes = Math.floor(total / 60_000);
  const seconds = t().say.fixed((total % 60_000) / 1_000, 3);
  return minutes === 0 ? `${sign}${seconds}` : `${sign}${minutes}:${seconds.padStart(6, '0')}`;
}

/** `10:42:07.114`, local time. */
export function formatClock(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `2026-11-21 10:42:07.114`, local time. */
export function formatDateTime(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatClock(at)}`;
}
