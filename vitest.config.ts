import { defineConfig } from 'vitest/config';
import { schemaValidator } from './src/session/schema-validator.vite.ts';

export default defineConfig({
  plugins: [schemaValidator()],
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
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
