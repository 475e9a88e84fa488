import type { Value } from './evaluate.ts';

/** Undefined where the arguments do not fit. */
type Function = (args: readonly Value[]) => Value | undefined;

/** The functions that bake files use most (docs.docker.com, "Bake standard library functions"). */
export const standardFunctions: Readonly<Record<string, Function>> = {
  lower: text((value) => value.toLowerCase()),
  upper: text((value) => value.toUpperCase()),
  trimspace: text((value) => value.trim()),
  basename: text((value) => value.split('/').at(-1) ?? ''),
  dirname: text((value) => value.split('/').slice(0, -1).join('/') || '.'),
  sanitize: text((value) => value.replaceAll(/[^A-Za-z0-9_-]/g, '_')),
  trimprefix: texts((value, prefix = '') => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimsuffix: texts((value, suffix = '') =>
    suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  trim: texts((value, characters = '') => {
    const gone = new Set(characters);
    const all = [...value];
    const start = all.findIndex((character) => !gone.has(character));
    const end = all.findLastIndex((character) => !gone.has(character));
    return start < 0 ? '' : all.slice(start, end + 1).join('');
  }),
  replace: texts((value, from = '', to = '') => value.replaceAll(from, () => to)),
  split: texts((separator, value = '') => value.split(separator)),
  equal: ([a, b]) => JSON.stringify(a) === JSON.stringify(b),
  notequal: ([a, b]) => JSON.stringify(a) !== JSON.stringify(b),
  and: (values) => values.every((value) => value === true),
  or: (values) => values.some((value) => value === true),
  not: ([value]) => value !== true,
  add: numbers((a, b) => a + b),
  join: ([separator, ...lists]) => {
    const items = lists.flat() as readonly Value[];
    return typeof separator === 'string' && items.every(isPlain) ? items.map(String).join(separator) : undefined;
  },
  concat: (lists) => (lists.every(isList) ? lists.flat() : undefined),
  flatten: ([list]) => (isList(list) ? flat(list) : undefined),
  compact: ([list]) => (isList(list) ? list.filter((value) => value !== '' && value !== null) : undefined),
  distinct: ([list]) => (isList(list) ? [...new Set(list)] : undefined),
  reverselist: ([list]) => (isList(list) ? list.toReversed() : undefined),
  contains: ([list, value]) => (isList(list) ? list.includes(value as Value) : undefined),
  length: ([value]) => (value === null || typeof value !== 'object' ? undefined : Object.keys(value).length),
  element: ([list, at]) => (isList(list) ? list[Number(at) % list.length] : undefined),
  index: ([list, at]) => (isList(list) ? list[Number(at)] : undefined),
  slice: ([list, from, to]) => (isList(list) ? list.slice(Number(from), Number(to)) : undefined),
  keys: ([value]) => (isMap(value) ? Object.keys(value).toSorted() : undefined),
  values: ([value]) =>
    isMap(value)
      ? Object.keys(value)
          .toSorted()
          .map((key) => value[key] as Value)
      : undefined,
  lookup: ([value, key, other]) =>
    isMap(value) ? (Object.hasOwn(value, String(key)) ? value[String(key)] : other) : undefined,
  merge: (maps) => (maps.every(isMap) ? Object.fromEntries(maps.flatMap((map) => Object.entries(map))) : undefined),
  setproduct: (lists) =>
    lists.every(isList)
      ? lists.reduce<Value[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]])
      : undefined,
  coalesce: (values) => values.find((value) => value !== null && value !== ''),
  format: ([pattern, ...values]) => {
    if (typeof pattern !== 'string' || !values.every(isPlain) || /%[^sdv%]/.test(pattern)) return undefined;
    let next = 0;
    return pattern.replaceAll(/%([sdv%])/g, (_, verb: string) => (verb === '%' ? '%' : String(values[next++] ?? '')));
  },
};

function flat(list: readonly Value[]): readonly Value[] {
  return list.flatMap((value) => (isList(value) ? flat(value) : [value]));
}

function text(make: (value: string) => Value): Function {
  return ([value]) => (isPlain(value) ? make(String(value)) : undefined);
}

function texts(make: (...values: [string, ...string[]]) => Value): Function {
  return (values) =>
    values.length > 0 && values.every(isPlain) ? make(...(values.map(String) as [string])) : undefined;
}

function numbers(make: (a: number, b: number) => Value): Function {
  return ([a, b]) => (typeof a === 'number' && typeof b === 'number' ? make(a, b) : undefined);
}

function isPlain(value: Value | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
