import type { Span } from '../../../diagnostics/diagnostic.ts';

/** An expression of HCL (hashicorp/hcl, hclsyntax/spec.md), as far as bake files use the language. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly span: Span }
  /** Texts and the expressions between them. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'variable'; readonly name: string; readonly span: Span }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      /** The last argument is a list of arguments. */
      readonly spread: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: 'object';
      readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
      readonly span: Span;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: 'for';
      readonly key?: string;
      readonly item: string;
      readonly of: Expression;
      /** Present where an object is made. */
      readonly newKey?: Expression;
      readonly result: Expression;
      readonly only?: Expression;
      readonly span: Span;
    };

/** `name = expression`. */
export interface Attribute {
  readonly name: string;
  readonly value: Expression;
  readonly span: Span;
}

/** `type "label" { … }`. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly span: Span;
}

/** What stands in a file or between the braces of a block. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}

/** What keeps a text from being read or an expression from having a value, and where. */
export class HclFault extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}
