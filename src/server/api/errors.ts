import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { RouteEntry } from './http.ts';
import { type Problem, problem, sendProblem } from './problem.ts';

/** Answers for an error that was thrown: what the framework refuses, or a bug, which the log has in full. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const found = problemOf(error);
  if (found.problem === 'internal') request.log.error({ err: error }, 'a request failed');
  if (found.problem === 'unavailable') {
    request.log.warn({ err: error }, 'the database is out of reach');
    reply.header('retry-after', '2');
  }
  return sendProblem(reply, found);
}

/** Answers for a path that no route has, or none with this method. */
export function answerNotFound(
  table: readonly RouteEntry[],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = table.filter(({ url }) => matches(url, path)).map(({ method }) => method);
  if (methods.length === 0) {
    return sendProblem(
      reply,
      problem('not-found', 'no route has this path', { suggestion: 'see /api/v1/openapi.json' }),
    );
  }
  const allowed = [...new Set(methods)].sort().join(', ');
  reply.header('allow', allowed);
  return sendProblem(reply, problem('method-not-allowed', `this path takes ${allowed}`));
}

/** Answers what is not HTTP, straight on the socket. */
export const answerClientError: NonNullable<FastifyServerOptions['clientErrorHandler']> = (error, socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const line = isLate ? '408 Request Timeout' : isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const title = line.slice(4);
  const status = Number(line.slice(0, 3));
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: 'the request could not be read' });
  const head = `HTTP/1.1 ${line}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\n`;
  socket.end(`${head}Connection: close\r\n\r\n${body}`);
};

function problemOf(error: FastifyError): Problem {
  const { statusCode = 500, validation, validationContext, code, message } = error;
  if (validation) {
    const errors = validation.map(({ instancePath, message: what = 'is wrong', params }) => ({
      where: `${validationContext ?? 'body'}${instancePath}`,
      detail: `${what}${hint(params)}`,
    }));
    return problem('invalid-request', errors.map(({ where, detail }) => `${where} ${detail}`).join('; '), { errors });
  }
  if (statusCode === 413) return problem('too-large', message);
  if (statusCode === 415) return problem('unsupported-media-type', message, { suggestion: 'send application/json' });
  if (statusCode >= 400 && statusCode < 500) return problem('invalid-request', message);
  if (isOutOfReach(code)) return problem('unavailable', 'the database is out of reach');
  return problem('internal', 'this is a bug of caskwright; the log has it under the id of this request');
}

function hint(params: Readonly<Record<string, unknown>>): string {
  const { additionalProperty, allowedValues } = params;
  if (typeof additionalProperty === 'string') return ` (${additionalProperty})`;
  return Array.isArray(allowedValues) ? ` (${allowedValues.join(', ')})` : '';
}

/** Errors of a connection, and of PostgreSQL's classes 08, 53 and 57 ("Appendix A. PostgreSQL Error Codes"). */
function isOutOfReach(code: string | undefined): boolean {
  return code !== undefined && /^(?:ECONN(?:REFUSED|RESET)|ENOENT|EPIPE|ETIMEDOUT|08...|53...|57P..)$/.test(code);
}

/** Whether a path is one that a route's pattern stands for. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.at(-1) === '*') return wanted.slice(0, -1).every((part, at) => fits(part, parts[at]));
  return wanted.length === parts.length && wanted.every((part, at) => fits(part, parts[at]));
}

function fits(wanted: string, part: string | undefined): boolean {
  return part !== undefined && (wanted === part || (wanted.startsWith(':') && part !== ''));
}
