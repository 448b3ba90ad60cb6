import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'vite';

/**
 * `import validate from './x.schema.json?validator'` gives Ajv's validator as generated code:
 * extension pages may not evaluate strings, so it has to be compiled at build time.
 */
export function schemaValidator(): Plugin {
  return {
    name: 'schema-validator',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?');
      if (query !== 'validator' || !file) return null;
      const ajv = new Ajv({
        code: { source: true, esm: true, lines: true },
        discriminator: true,
        allErrors: false,
        allowUnionTypes: true,
        // An error brings the value and the part of the schema with it: messages name both.
        verbose: true,
      });
      const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
      const code =
        (standaloneCode as unknown as { default: typeof standaloneCode }).default ?? standaloneCode;
      return { code: code(ajv, validate), moduleType: 'js' };
    },
  };
}
