import { defineConfig } from 'vitest/config';
import { schemaValidator } from './src/session/schema-validator.vite.ts';

export default defineConfig({
  plugins: [schemaValidator()],
  test: {
    // The default leaves a core free for an editor.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // Long enough for a property test on a busy machine; no test measures time.
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // A browser mostly waits, and the tests measure nothing: two files use 1.3 cores.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
