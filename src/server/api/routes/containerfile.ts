import type { FastifyPluginAsync } from 'fastify';
import { previewContainerfile } from '../../../engine/containerfile.ts';
import { diagnosticJson } from '../../../report/diagnostics.ts';
import { Finding, problem } from '../problem.ts';
import { addRoute, answer } from '../route.ts';
import { anyObject, list, model, object, text } from '../schema.ts';

const ContainerfileRequest = model(
  'ContainerfileRequest',
  object(
    { definition: anyObject({ description: 'A build.yaml with base_image, as JSON.' }) },
    { registry: text({ maxLength: 500, description: 'host/namespace, for {registry} in base_image.' }) },
  ),
);

const GeneratedContainerfile = model(
  'GeneratedContainerfile',
  object({ containerfile: text(), findings: list(Finding, { description: 'Warnings.' }) }),
);

/** What would be built for a declared image, without a repository and without a build. */
export function containerfileRoutes(): FastifyPluginAsync {
  return async (app) => {
    addRoute(app, {
      method: 'POST',
      url: '/api/v1/containerfile',
      access: 'builder',
      summary: 'The Containerfile that is generated for a declared image',
      tag: 'files',
      body: ContainerfileRequest,
      answers: { 200: GeneratedContainerfile },
      async handle({ body: { definition, registry } }) {
        // JSON is YAML: findings have places in it as it is written here.
        const preview = previewContainerfile(JSON.stringify(definition, null, 2), registry);
        const findings = preview.diagnostics.map(diagnosticJson);
        if (preview.containerfile !== undefined) {
          return answer(200, { containerfile: preview.containerfile, findings });
        }
        return problem('unusable', 'The definition has errors.', { findings });
      },
    });
  };
}
