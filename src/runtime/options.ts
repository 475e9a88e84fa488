/** The engines whose `inspect` and `create` are alike. */
export type DockerLike = 'docker' | 'podman';

/** `--flag=value` for each value that is there. */
export function each(flag: string, values: readonly unknown[] | null | undefined): string[] {
  return (values ?? []).map((value) => `${flag}=${String(value)}`);
}

/** `--flag` where it is set. */
export function flag(name: string, isSet: unknown): string[] {
  return isSet === true ? [name] : [];
}

/** An option whose value is a text that is not empty, or a number other than 0. */
export function given(name: string, value: unknown): string[] {
  return typeof value === 'string' || typeof value === 'number' ? (value ? [`${name}=${value}`] : []) : [];
}

/** `key=value` for each key that one mapping has otherwise than the other, or alone; sorted. */
export function differing(
  values: Record<string, string> | null | undefined,
  from: Record<string, string> | null | undefined,
) {
  return Object.entries(values ?? {})
    .filter(([key, value]) => from?.[key] !== value)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted();
}
