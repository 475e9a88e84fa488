import { builderConformance } from '../../test/conformance/builder.ts';
import { buildxRig } from '../../test/rig/engines.ts';

builderConformance('buildx', buildxRig, {
  triggers: 'a test is a build of one RUN, and BuildKit runs the triggers of an image that a build stands on',
});
