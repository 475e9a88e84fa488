import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

/** How the routes become OpenAPI 3.1. */
export function documentation(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Caskwright',
        version,
        description: 'Images, their builds, and the runs that make them. Every error is a problem document (RFC 9457).',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'A token of this server, or one of its OIDC issuer.' },
          session: { type: 'apiKey', in: 'cookie', name: 'caskwright_session' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    refResolver: { buildLocalReference: ({ $id }, _, __, at) => (typeof $id === 'string' ? $id : `schema-${at}`) },
    // The rest of a path has a name in the description.
    transform: ({ schema, url }) => ({ schema, url: url.replace(/\*$/, ':path') }),
    hideUntagged: true,
  };
}
