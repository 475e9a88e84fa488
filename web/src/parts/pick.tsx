import { query, setQuery } from '../router.ts';

/** A filter that the address keeps, chosen from what is there; nothing where there is nothing to choose. */
export function Pick({
  name,
  every,
  values,
  shown = (value) => value,
}: {
  name: string;
  /** What it says while nothing is chosen. */
  every: string;
  /** In any order; what is empty or there again is left out. */
  values: readonly string[];
  shown?: (value: string) => string;
}) {
  const chosen = query.value.get(name) ?? '';
  const choices = [...new Set([...values, chosen])].filter(Boolean).sort();
  if (choices.length === 0) return null;
  return (
    <label>
      <span class="unseen">{name}</span>
      <select value={chosen} onChange={(event) => setQuery(name, event.currentTarget.value)}>
        <option value="">{every}</option>
        {choices.map((one) => (
          <option key={one} value={one}>
            {shown(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
