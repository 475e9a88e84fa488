import { systemClock } from '../base/clock.ts';
import { createHttp } from '../system/http.ts';
import { createForges } from './forge/forges.ts';
import { statusSender } from './forge/status-sender.ts';
import type { Ground, ServerParts } from './ground.ts';
import { type Announcer, createAnnouncer } from './outbox/announcer.ts';
import { controlSender } from './outbox/control.ts';
import { slackSender, webhookSender } from './outbox/notifications.ts';
import { startOutbox } from './outbox/outbox.ts';
import { createPost } from './outbox/post.ts';

/** Starts to tell others what the outbox holds, until `running` ends; answers with what puts things into it. */
export async function startTelling(
  { configuration, environment, log }: Pick<ServerParts, 'configuration' | 'environment' | 'log'>,
  { store }: Pick<Ground, 'store'>,
  running: AsyncDisposableStack,
): Promise<Announcer> {
  const { notifications, privateHosts, publicUrl } = configuration;
  const http = createHttp(environment);
  running.defer(() => http.close());
  const forgeOf = createForges(http, systemClock, configuration);
  const post = createPost(http, privateHosts);
  const outbox = await startOutbox({
    store,
    log,
    senders: {
      control: controlSender(http, environment, privateHosts),
      webhook: webhookSender(notifications, post),
      slack: slackSender(notifications, post),
      status: statusSender(store, forgeOf, publicUrl),
    },
  });
  running.defer(() => outbox.stop());
  return createAnnouncer({
    notifications,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    takesStatus: (repository) => forgeOf(repository) !== undefined,
  });
}
