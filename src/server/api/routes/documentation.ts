import type { FastifyPluginAsync } from 'fastify';
import { addRoute, answer } from '../route.ts';
import { anyObject } from '../schema.ts';

/** What the API is, as OpenAPI 3.1: made of the schemas that the requests are held against. */
export function documentationRoutes(): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'GET',
      url: '/api/v1/openapi.json',
      access: 'public',
      summary: 'This description',
      tag: 'documentation',
      answers: { 200: anyObject({ description: 'OpenAPI 3.1.' }) },
      handle: async () => answer(200, { ...app.swagger() }),
    });
  };
}
