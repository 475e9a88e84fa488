import type { Scanner } from './scanner.ts';
import type { Expression } from './syntax.ts';

/** Operators by how strongly they bind, the weakest first. */
const binary: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const MAX_DEPTH = 64;

/** Reads one expression. A line end ends it, unless it stands inside brackets. */
export function parseExpression(scanner: Scanner): Expression {
  return new ExpressionParser(scanner).whole(false);
}

/** Reads a text in quotes that has no expressions in it: a label. */
export function parseQuoted(scanner: Scanner): string {
  const start = scanner.at;
  const template = new ExpressionParser(scanner).quoted();
  if (template.kind === 'literal') return String(template.value);
  throw scanner.fault('a plain text is needed here', start);
}

class ExpressionParser {
  readonly #scanner: Scanner;
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  whole(lineEnds: boolean): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#scanner.fault('the expression is nested too deep');
    const start = this.#scanner.at;
    const test = this.#binary(0, lineEnds);
    this.#depth -= 1;
    if (!this.#scanner.take('?', lineEnds)) return test;
    const yes = this.whole(true);
    this.#scanner.expect(':');
    const no = this.whole(lineEnds);
    return { kind: 'conditional', test, yes, no, span: this.#from(start) };
  }

  #binary(level: number, lineEnds: boolean): Expression {
    const operators = binary[level];
    if (!operators) return this.#unary(lineEnds);
    const start = this.#scanner.at;
    let left = this.#binary(level + 1, lineEnds);
    for (;;) {
      const operator = operators.find((candidate) => this.#scanner.sees(candidate, lineEnds));
      if (operator === undefined) return left;
      this.#scanner.expect(operator);
      const right = this.#binary(level + 1, lineEnds);
      left = { kind: 'binary', operator, left, right, span: this.#from(start) };
    }
  }

  #unary(lineEnds: boolean): Expression {
    this.#scanner.skip(true);
    const start = this.#scanner.at;
    for (const operator of ['!', '-'] as const) {
      if (!this.#scanner.take(operator)) continue;
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw this.#scanner.fault('the expression is nested too deep');
      const operand = this.#unary(lineEnds);
      this.#depth -= 1;
      return { kind: 'unary', operator, operand, span: this.#from(start) };
    }
    return this.#traversal(lineEnds);
  }

  #traversal(lineEnds: boolean): Expression {
    const start = this.#scanner.at;
    let of = this.#primary();
    for (;;) {
      if (this.#scanner.sees('...', lineEnds)) return of;
      if (this.#scanner.take('.', lineEnds)) {
        const name = this.#scanner.identifier() ?? this.#scanner.match(/[0-9]+/);
        if (name === undefined) throw this.#scanner.fault('a name is missing after "."');
        of = { kind: 'index', of, key: literal(name, this.#from(start)), span: this.#from(start) };
      } else if (this.#scanner.take('[', lineEnds)) {
        const key = this.whole(true);
        this.#scanner.expect(']');
        of = { kind: 'index', of, key, span: this.#from(start) };
      } else return of;
    }
  }

  #primary(): Expression {
    const scanner = this.#scanner;
    scanner.skip(true);
    const start = scanner.at;
    if (scanner.sees('"')) return this.quoted();
    if (scanner.sees('<<')) return this.#heredoc();
    if (scanner.take('(')) {
      const inner = this.whole(true);
      scanner.expect(')');
      return inner;
    }
    if (scanner.take('[')) return this.#list(start);
    if (scanner.take('{')) return this.#object(start);
    const number = scanner.match(/[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/);
    if (number !== undefined) return literal(Number(number), this.#from(start));
    const name = scanner.identifier();
    if (name === undefined) throw scanner.fault('a value is missing');
    if (name === 'true' || name === 'false') return literal(name === 'true', this.#from(start));
    if (name === 'null') return literal(null, this.#from(start));
    if (scanner.take('(', false)) return this.#call(name, start);
    return { kind: 'variable', name, span: this.#from(start) };
  }

  #call(name: string, start: number): Expression {
    const args: Expression[] = [];
    let spread = false;
    while (!this.#scanner.take(')')) {
      args.push(this.whole(true));
      spread = this.#scanner.take('...');
      if (!this.#scanner.take(',') && !this.#scanner.sees(')')) throw this.#scanner.fault('")" is missing');
    }
    return { kind: 'call', name, args, spread, span: this.#from(start) };
  }

  #list(start: number): Expression {
    if (this.#seesFor()) return this.#for(start, ']');
    const items: Expression[] = [];
    while (!this.#scanner.take(']')) {
      items.push(this.whole(true));
      if (!this.#scanner.take(',') && !this.#scanner.sees(']')) throw this.#scanner.fault('"]" is missing');
    }
    return { kind: 'list', items, span: this.#from(start) };
  }

  #object(start: number): Expression {
    if (this.#seesFor()) return this.#for(start, '}');
    const entries: { key: Expression; value: Expression }[] = [];
    while (!this.#scanner.take('}')) {
      const key = this.#key();
      if (!this.#scanner.take('=') && !this.#scanner.take(':')) throw this.#scanner.fault('"=" is missing');
      entries.push({ key, value: this.whole(false) });
      this.#scanner.take(',');
    }
    return { kind: 'object', entries, span: this.#from(start) };
  }

  /** A bare name is a key by itself, an expression in brackets is worked out. */
  #key(): Expression {
    const start = this.#scanner.at;
    const name = this.#scanner.identifier();
    return name === undefined ? this.whole(true) : literal(name, this.#from(start));
  }

  #seesFor(): boolean {
    return this.#scanner.sees('for') && /^for\s/.test(this.#scanner.text.slice(this.#scanner.at, this.#scanner.at + 4));
  }

  #for(start: number, close: string): Expression {
    const scanner = this.#scanner;
    scanner.expect('for');
    const first = scanner.identifier() ?? '';
    const second = scanner.take(',') ? scanner.identifier() : undefined;
    scanner.expect('in');
    const of = this.whole(true);
    scanner.expect(':');
    const value = this.whole(true);
    const result = scanner.take('=>') ? this.whole(true) : undefined;
    scanner.take('...');
    const only = scanner.take('if') ? this.whole(true) : undefined;
    scanner.expect(close);
    return {
      kind: 'for',
      ...(second === undefined ? {} : { key: first }),
      item: second ?? first,
      of,
      ...(result ? { newKey: value } : {}),
      result: result ?? value,
      ...(only ? { only } : {}),
      span: this.#from(start),
    };
  }

  /** A text in quotes with what it interpolates. */
  quoted(): Expression {
    const start = this.#scanner.at;
    this.#scanner.expect('"');
    const parts = this.#template(() => this.#scanner.text[this.#scanner.at] === '"', true);
    this.#scanner.at += 1;
    return this.#templateOf(parts, start);
  }

  #heredoc(): Expression {
    const scanner = this.#scanner;
    const start = scanner.at;
    const opening = /<<(-?)([A-Za-z_][A-Za-z0-9_-]*)\r?\n/y;
    opening.lastIndex = start;
    const [whole = '', , name = ''] = opening.exec(scanner.text) ?? [];
    if (whole === '') throw scanner.fault('this here-document has no end word');
    scanner.at += whole.length;
    const closing = new RegExp(`^[ \\t]*${name}[ \\t]*$`, 'gm');
    closing.lastIndex = scanner.at;
    const end = closing.exec(scanner.text);
    if (!end) throw scanner.fault(`the here-document has no line "${name}"`, start);
    const parts = this.#template(() => scanner.at >= end.index, false);
    scanner.at = end.index + end[0].length;
    return this.#templateOf(parts, start);
  }

  #template(ends: () => boolean, escapes: boolean): Expression[] {
    const scanner = this.#scanner;
    const parts: Expression[] = [];
    let text = '';
    let from = scanner.at;
    while (!ends()) {
      if (scanner.at >= scanner.text.length) throw scanner.fault('the text has no end', from);
      const rest = scanner.text.slice(scanner.at, scanner.at + 3);
      if (rest === '$${' || rest === '%%{') {
        text += rest.slice(1);
        scanner.at += 3;
      } else if (rest.startsWith('${')) {
        if (text !== '') parts.push(literal(text, this.#from(from)));
        text = '';
        scanner.at += 2;
        scanner.take('~');
        parts.push(this.whole(true));
        scanner.take('~');
        scanner.expect('}');
        from = scanner.at;
      } else if (rest.startsWith('%{')) throw scanner.fault('directives in texts are not read');
      else if (escapes && rest.startsWith('\\')) text += this.#escape();
      else {
        text += scanner.text[scanner.at];
        scanner.at += 1;
      }
    }
    if (text !== '' || parts.length === 0) parts.push(literal(text, this.#from(from)));
    return parts;
  }

  #escape(): string {
    const found = this.#scanner.match(/\\(?:u[0-9a-fA-F]{4}|[\s\S])/) ?? '\\';
    if (found.length > 2) return String.fromCharCode(Number.parseInt(found.slice(2), 16));
    return { '\\n': '\n', '\\t': '\t', '\\r': '\r' }[found] ?? found.slice(1);
  }

  #templateOf(parts: readonly Expression[], start: number): Expression {
    const [only] = parts;
    if (only && parts.length === 1) return only;
    return { kind: 'template', parts, span: this.#from(start) };
  }

  #from(start: number): { start: number; end: number } {
    return { start, end: this.#scanner.at };
  }
}

function literal(value: string | number | boolean | null, span: { start: number; end: number }): Expression {
  return { kind: 'literal', value, span };
}
