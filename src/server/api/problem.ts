import type { FastifyReply } from 'fastify';
import { list, model, object, type Static, text } from './schema.ts';

/** Every way in which a request can fail: the code that callers match on, its status, and the same for people. */
export const PROBLEMS = {
  'invalid-request': [400, 'The request is not as the documentation has it'],
  unauthenticated: [401, 'A valid token is needed'],
  forbidden: [403, 'The role is not enough'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'This path does not know the method'],
  ambiguous: [409, 'The name stands for more than one image'],
  conflict: [409, 'The present state does not allow it'],
  'too-large': [413, 'The body is too large'],
  'range-not-satisfiable': [416, 'The part lies outside'],
  'unsupported-media-type': [415, 'The body is of another type'],
  findings: [422, 'The repository would have errors'],
  unusable: [422, 'The request cannot be carried out as it is'],
  internal: [500, 'The server has failed'],
  'remote-failed': [502, 'The remote repository did not take part'],
  unavailable: [503, 'The server cannot answer now'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A finding in the shape of `caskwright validate --format json`. */
export const Finding = model(
  'Finding',
  object(
    {
      file: text(),
      line: { type: 'integer', description: 'From 1, as the columns are.' },
      column: { type: 'integer' },
      endLine: { type: 'integer' },
      endColumn: { type: 'integer', description: 'The end is not included.' },
      severity: text({ enum: ['error', 'warning'] }),
      code: text({ description: 'Stable: docs/diagnostics.md lists them.' }),
      message: text(),
      fix: { type: ['string', 'null'] },
    },
    {},
  ),
);

/** What somebody else changed in the meantime. */
const RemoteChange = model(
  'RemoteChange',
  object({ path: text(), kind: text({ enum: ['added', 'removed', 'changed'] }) }, { commit: text(), subject: text() }),
);

const details = {
  suggestion: text({ description: 'What to do about it.' }),
  errors: list(object({ where: text({ description: 'For example body/name.' }), detail: text() })),
  findings: list(Finding),
  changes: list(RemoteChange, { description: 'What stands in the way of an edit.' }),
  candidates: list(text(), { description: 'The ids that an ambiguous name can mean.' }),
} as const;

/** RFC 9457, section 3. */
export const ProblemDocument = model(
  'Problem',
  object(
    {
      type: text({ format: 'uri', description: 'urn:caskwright:problem:<code>' }),
      title: text(),
      status: { type: 'integer' },
      detail: text(),
      instance: text({ description: 'urn:caskwright:request:<id>, the id that the log has.' }),
    },
    details,
  ),
);

type Details = Omit<Static<typeof ProblemDocument>, 'type' | 'title' | 'status' | 'detail' | 'instance'>;

/** A failure that the caller can do something about; handlers return it in the place of an answer. */
export interface Problem {
  readonly problem: ProblemCode;
  readonly detail: string;
  readonly more: Details;
}

/** Makes a problem; `detail` is a sentence about this case. */
export function problem(code: ProblemCode, detail: string, more: Details = {}): Problem {
  return { problem: code, detail, more };
}

/** Answers with the problem's document. */
export function sendProblem(reply: FastifyReply, { problem: code, detail, more }: Problem): FastifyReply {
  const [status, title] = PROBLEMS[code];
  const document = {
    type: `urn:caskwright:problem:${code}`,
    title,
    status,
    detail,
    instance: `urn:caskwright:request:${reply.request.id}`,
    ...more,
  };
  return reply.code(status).type('application/problem+json').send(JSON.stringify(document));
}
