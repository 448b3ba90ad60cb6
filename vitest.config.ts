import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { schemaValidator } from './src/session/schema-validator.vite.ts';

/** Start a browser for each test, or wait for one long: begun last, they would end alone. */
const LONG = /\/browser\/(?:record|record-hits|timeline|capture)\.test\.ts$/;

/** Larger files first, as Vitest has it where it knows no times, and the long ones before them. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  plugins: [schemaValidator()],
  test: {
    // The default leaves a core free for an editor.
    maxWorkers: '100%',
    sequence: { sequencer: LongFirst },
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
          // The tests measure nothing; two cores are busy with three files, and a fourth gains nothing.
          maxWorkers: 3,
          // The files keep nothing in modules: they need not load the same ones anew.
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
