import { useAnswer } from '../live.ts';
import { Shown } from '../parts/shown.tsx';
import type { Image, Page } from '../wire.ts';

/** What a new image is made from, as it is chosen; what is not chosen is remembered meanwhile. */
export interface Origin {
  readonly kind: 'template' | 'copy_of' | 'base';
  readonly template: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly copy_of: string;
  readonly base: string;
}

export const NO_ORIGIN: Origin = { kind: 'template', template: 'minimal', variables: {}, copy_of: '', base: '' };

/** The origin as the API takes it; undefined while something is missing. */
export function requestOf({ kind, template, variables, copy_of, base }: Origin): object | undefined {
  switch (kind) {
    case 'template':
      return { template, variables };
    case 'copy_of':
      return copy_of === '' ? undefined : { copy_of };
    case 'base':
      return base === '' ? undefined : { base };
  }
}

interface Variable {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
  readonly required: boolean;
  readonly default?: string;
  readonly choices?: readonly string[];
}

interface Template {
  readonly name: string;
  readonly description: string;
  readonly variables: readonly Variable[];
}

interface OriginProps {
  readonly repository: string;
  readonly origin: Origin;
  readonly setOrigin: (origin: Origin) => void;
}

const KINDS = [
  ['template', 'A template'],
  ['copy_of', 'Another image'],
  ['base', 'A base'],
] as const;

/** Chooses what the image begins as. */
export function OriginForm({ repository, origin, setOrigin }: OriginProps) {
  return (
    <>
      <fieldset class="origin">
        <legend>Begin with</legend>
        {KINDS.map(([kind, label]) => (
          <label key={kind}>
            <input
              type="radio"
              name="origin"
              checked={origin.kind === kind}
              onChange={() => setOrigin({ ...origin, kind })}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      {origin.kind === 'template' ? (
        <TemplateFields {...{ repository, origin, setOrigin }} />
      ) : (
        <ImageField {...{ repository, origin, setOrigin }} />
      )}
    </>
  );
}

function TemplateFields({ repository, origin, setOrigin }: OriginProps) {
  const templates = useAnswer<Page<Template>>(`/api/v1/templates?repository=${encodeURIComponent(repository)}`);
  const set = (name: string, value: string) => {
    const { [name]: _, ...others } = origin.variables;
    setOrigin({ ...origin, variables: value === '' ? others : { ...others, [name]: value } });
  };
  return (
    <Shown answer={templates}>
      {({ items }) => {
        const chosen = items.find(({ name }) => name === origin.template);
        return (
          <>
            <label>
              Template{' '}
              <select
                value={origin.template}
                onChange={(event) => setOrigin({ ...origin, template: event.currentTarget.value, variables: {} })}
              >
                {items.map(({ name }) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            {chosen?.description && <p class="quiet">{chosen.description}</p>}
            {chosen?.variables.map((variable) => (
              <VariableField
                key={variable.name}
                variable={variable}
                value={origin.variables[variable.name] ?? ''}
                onInput={(value) => set(variable.name, value)}
              />
            ))}
          </>
        );
      }}
    </Shown>
  );
}

interface VariableProps {
  readonly variable: Variable;
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function VariableField({ variable, value, onInput }: VariableProps) {
  const { name, type, description, required, choices } = variable;
  const id = `variable-${name}`;
  const options = choices ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  return (
    <p>
      <label for={id}>
        {name} <span class="quiet">{description}</span>
      </label>
      {options ? (
        <select id={id} required={required} value={value} onChange={(event) => onInput(event.currentTarget.value)}>
          <option value="">{variable.default ?? ''}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          required={required}
          inputmode={type === 'integer' ? 'numeric' : 'text'}
          placeholder={variable.default ?? ''}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </p>
  );
}

/** Another image by its name, or a base by what stands behind FROM; what the catalogue has is proposed. */
function ImageField({ repository, origin, setOrigin }: OriginProps) {
  const images = useAnswer<Page<Image>>(`/api/v1/images?limit=1000&repository=${encodeURIComponent(repository)}`);
  const known = images.value.state === 'here' ? images.value.value.items : [];
  const key = origin.kind === 'base' ? 'base' : 'copy_of';
  return (
    <label>
      {key === 'base' ? 'FROM' : 'Image'}{' '}
      <input
        required
        list="known-images"
        value={origin[key]}
        placeholder={key === 'base' ? 'docker.io/library/debian:12-slim' : ''}
        onInput={(event) => setOrigin({ ...origin, [key]: event.currentTarget.value })}
      />
      <datalist id="known-images">
        {known.map(({ id, name, reference }) => (
          <option key={id} value={key === 'base' ? reference : name} />
        ))}
      </datalist>
    </label>
  );
}
