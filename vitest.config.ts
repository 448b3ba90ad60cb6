import { defineConfig } from 'vitest/config';
import { schemaValidator } from './src/session/schema-validator.vite.ts';

export default defineConfig({
  plugins: [schemaValidator()],
  test: {
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
          // One browser at a time: two cores, and the tests measure nothing.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
