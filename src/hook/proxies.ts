import {
  apply,
  bare,
  construct,
  createWeakTable,
  define,
  descriptorOf,
  isObject,
  ownValue,
  ProxyOf,
  win,
} from './natives.ts';

/**
 * The proxies that the page makes. Frameworks hand out their state as proxies, and remember who
 * reads them: an effect of the page that pushes its cart would run again because we had read the
 * cart. Nothing in the language tells a proxy from an object without running its traps (the engines'
 * error texts do, at 5 to 10 µs each), so the constructor is seen through a proxy of itself that
 * writes down what it makes. Proxies of another frame's constructor are not known here.
 */

const targets = createWeakTable<object>();
/** Whether the page has made any: without proxies nothing is looked up. */
let areThere = false;

/** What a proxy of the page stands for; undefined for everything else. Runs no trap. */
export function targetOf(value: object): object | undefined {
  return areThere ? targets.get(value) : undefined;
}

/** The object behind any number of the page's proxies, or the object itself. Runs no trap. */
export function behindProxies(value: object): object {
  let object = value;
  for (let t = targetOf(object); t !== undefined; t = targetOf(object)) object = t;
  return object;
}

function note(proxy: unknown, args: unknown[]): void {
  if (!isObject(proxy)) return;
  areThere = true;
  targets.set(proxy, args[0] as object);
}

/** Starts to write down what `Proxy` and `Proxy.revocable` make. */
export function watchProxies(): void {
  const own = descriptorOf(win, 'Proxy');
  if (own === undefined || own.value !== ProxyOf || own.writable !== true) return;
  const revocable = ownValue(ProxyOf, 'revocable') as (...args: never[]) => unknown;
  define(
    ProxyOf,
    'revocable',
    bare({
      value: new ProxyOf(
        revocable,
        bare<ProxyHandler<typeof revocable>>({
          apply(make, self, args: unknown[]) {
            const made = apply(make, self, args);
            if (isObject(made)) note(ownValue(made, 'proxy'), args);
            return made;
          },
        }),
      ),
    }),
  );
  const recorder = new ProxyOf(
    ProxyOf,
    bare<ProxyHandler<ProxyConstructor>>({
      construct(make, args: unknown[]) {
        const made: object = construct(make, args);
        note(made, args);
        return made;
      },
    }),
  );
  define(win, 'Proxy', bare({ value: recorder }));
}
