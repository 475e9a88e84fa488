import type { Span } from '../../../diagnostics/diagnostic.ts';
import { standardFunctions } from './functions.ts';
import { type Expression, HclFault } from './syntax.ts';

/** What an expression can be worth. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** What names stand for where an expression is worked out. */
export interface Environment {
  /** Undefined for a name that there is none of; may throw `HclFault`. */
  variable(name: string): Value | undefined;
  /** Functions that the file defines. */
  function(name: string): ((args: readonly Value[], span: Span) => Value) | undefined;
}

/** Works out an expression. Throws `HclFault` where it has no value. */
export function evaluate(expression: Expression, environment: Environment): Value {
  const { kind, span } = expression;
  switch (kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => asText(evaluate(part, environment), part.span)).join('');
    case 'variable': {
      const value = environment.variable(expression.name);
      if (value === undefined) throw new HclFault(`${expression.name} has no value`, span);
      return value;
    }
    case 'index':
      return at(evaluate(expression.of, environment), evaluate(expression.key, environment), span);
    case 'call':
      return call(expression, environment);
    case 'list':
      return expression.items.map((item) => evaluate(item, environment));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [
          asText(evaluate(key, environment), key.span),
          evaluate(value, environment),
        ]),
      );
    case 'conditional':
      return evaluate(isTrue(evaluate(expression.test, environment)) ? expression.yes : expression.no, environment);
    case 'binary':
      return operate(expression.operator, expression.left, expression.right, environment);
    case 'unary': {
      const operand = evaluate(expression.operand, environment);
      return expression.operator === '!' ? !isTrue(operand) : -Number(operand);
    }
    case 'for':
      return repeat(expression, environment);
  }
}

/** A value as it stands in a text. */
export function asText(value: Value, span: Span): string {
  if (value === null) return '';
  if (typeof value === 'object') throw new HclFault('a list or an object is no text', span);
  return String(value);
}

function isTrue(value: Value): boolean {
  return value === true || value === 'true' || (typeof value === 'number' && value !== 0);
}

function at(of: Value, key: Value, span: Span): Value {
  const found =
    Array.isArray(of) && Number.isInteger(Number(key))
      ? of[Number(key)]
      : isObject(of) && Object.hasOwn(of, String(key))
        ? of[String(key)]
        : undefined;
  if (found === undefined) throw new HclFault(`there is no ${String(key)} in it`, span);
  return found;
}

export function isObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function call({ name, args, spread, span }: Expression & { kind: 'call' }, environment: Environment): Value {
  const given = args.map((arg) => evaluate(arg, environment));
  const last = given.at(-1);
  const values = spread && Array.isArray(last) ? [...given.slice(0, -1), ...last] : given;
  const own = environment.function(name);
  if (own) return own(values, span);
  const standard = Object.hasOwn(standardFunctions, name) ? standardFunctions[name] : undefined;
  const value = standard?.(values);
  if (value === undefined) throw new HclFault(`${name}() cannot be worked out`, span);
  return value;
}

function operate(operator: string, left: Expression, right: Expression, environment: Environment): Value {
  const a = evaluate(left, environment);
  if (operator === '&&' && !isTrue(a)) return false;
  if (operator === '||' && isTrue(a)) return true;
  const b = evaluate(right, environment);
  switch (operator) {
    case '&&':
    case '||':
      return isTrue(b);
    case '==':
      return JSON.stringify(a) === JSON.stringify(b);
    case '!=':
      return JSON.stringify(a) !== JSON.stringify(b);
    default:
      return calculate(operator, Number(a), Number(b));
  }
}

function calculate(operator: string, a: number, b: number): Value {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}

function repeat(expression: Expression & { kind: 'for' }, environment: Environment): Value {
  const { key, item, of, newKey, result, only, span } = expression;
  const over = evaluate(of, environment);
  if (typeof over !== 'object' || over === null) throw new HclFault('there is nothing to repeat over', span);
  const rounds = Object.entries(over).flatMap(([name, value]) => {
    const names: Readonly<Record<string, Value>> = {
      [item]: value,
      ...(key === undefined ? {} : { [key]: Array.isArray(over) ? Number(name) : name }),
    };
    const inside: Environment = {
      variable: (wanted) => (Object.hasOwn(names, wanted) ? names[wanted] : environment.variable(wanted)),
      function: (wanted) => environment.function(wanted),
    };
    if (only && !isTrue(evaluate(only, inside))) return [];
    const made = evaluate(result, inside);
    return [[newKey ? asText(evaluate(newKey, inside), newKey.span) : name, made] as const];
  });
  return newKey ? Object.fromEntries(rounds) : rounds.map(([, made]) => made);
}
