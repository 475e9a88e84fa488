import { builderConformance } from '../../test/conformance/builder.ts';
import { fakeRig } from '../../test/rig/engines.ts';

const runs = 'it runs no commands, so nothing that a RUN does can be seen';
builderConformance('fake', fakeRig, {
  run: runs,
  'engine-process': 'it starts no process',
  sweep: 'it is part of the process that it builds for',
  tls: 'it has no credentials and trusts what Node trusts',
  'network-errors': 'it pulls nothing, and its failures are those that a test gives it',
});
