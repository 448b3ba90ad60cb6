import type { en } from './en.ts';

/** The texts of a language: English decides which there are. */
export type Words = Widened<typeof en>;

/** What the command says: help, errors and remarks. */
export type CommandWords = Words['command'];

/** What a comparison of two sessions says. */
export type DiffWords = Words['diff'];

/** What the text report says. */
export type ReportWords = Words['report'];

/** Literal texts are any text in another language. */
type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends object
      ? { readonly [K in keyof T]: Widened<T[K]> }
      : T;
