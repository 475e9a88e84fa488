import { builderConformance } from '../../test/conformance/builder.ts';
import { containersRig } from '../../test/rig/engines.ts';

builderConformance('podman', () => containersRig('podman'));
