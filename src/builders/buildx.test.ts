import { builderConformance } from '../../test/conformance/builder.ts';
import { buildxRig } from '../../test/rig/engines.ts';

builderConformance('buildx', buildxRig, {
  tls: 'the daemon trusts the authorities of /etc/docker/certs.d on its machine, and nothing that a client says',
  triggers: 'a test is a build of one RUN, and BuildKit runs the triggers of an image that a build stands on',
});
