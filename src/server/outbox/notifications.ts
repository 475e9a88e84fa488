import { createHash, createHmac } from 'node:crypto';
import { err } from '../../base/result.ts';
import type { NotificationConfiguration } from '../configuration/configuration.ts';
import type { Message, Send } from './outbox.ts';
import type { Post } from './post.ts';
import type { RunFacts } from './run-facts.ts';

/** What names a notification in the database: its URL may be a secret, as Slack's are. */
function notificationTarget({ kind, url }: NotificationConfiguration): string {
  return `${kind}:${createHash('sha256').update(url).digest('hex').slice(0, 16)}`;
}

/** The messages about a run that has ended, one for each notification that asked for it. */
export function notificationsFor(run: RunFacts, configured: readonly NotificationConfiguration[]): readonly Message[] {
  return configured
    .filter(({ on, repositories }) => {
      const isWanted = (on as readonly string[]).includes(run.state);
      return isWanted && (repositories === undefined || repositories.includes(run.repository));
    })
    .map((notification) => {
      const target = notificationTarget(notification);
      return { kind: notification.kind, target, key: `${target}:run:${run.id}:${run.state}`, payload: run };
    });
}

/** The sender of `webhook` messages: JSON, signed as GitHub signs its own where there is a secret. */
export function webhookSender(configured: readonly NotificationConfiguration[], post: Post): Send {
  return toConfigured(configured, ({ url, secret }, message, signal) => {
    const run = message.payload as RunFacts;
    const body = Buffer.from(JSON.stringify({ event: `run.${run.state}`, run }));
    const headers = {
      'x-caskwright-event': `run.${run.state}`,
      // The same for every repetition, so that the receiver can tell one.
      'x-caskwright-delivery': message.key,
      ...(secret === undefined ? {} : { 'x-caskwright-signature-256': signatureOf(secret, body) }),
    };
    return post(new URL(url), body, headers, signal);
  });
}

/** The sender of `slack` messages, in the JSON that Slack, Mattermost and others take. */
export function slackSender(configured: readonly NotificationConfiguration[], post: Post): Send {
  return toConfigured(configured, ({ url }, message, signal) => {
    const body = Buffer.from(JSON.stringify({ text: slackText(message.payload as RunFacts) }));
    return post(new URL(url), body, {}, signal);
  });
}

function toConfigured(
  configured: readonly NotificationConfiguration[],
  send: (notification: NotificationConfiguration, ...rest: Parameters<Send>) => ReturnType<Send>,
): Send {
  return async (message, signal) => {
    const notification = configured.find((each) => notificationTarget(each) === message.target);
    if (!notification) return err({ message: 'it is not configured any more', final: true });
    return send(notification, message, signal);
  };
}

function signatureOf(secret: string, body: Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  succeeded: ':white_check_mark:',
  failed: ':x:',
  cancelled: ':no_entry_sign:',
};

function slackText(run: RunFacts): string {
  const { state, repository, ref, commit, reason, images } = run;
  const bad = images.filter(({ outcome }) => outcome === 'failed' || outcome === 'blocked');
  const first = `${SIGNS[state] ?? ''} *${escaped(repository)}* ${escaped(shortRef(ref))} @ ${commit.slice(0, 8)} ${state}`;
  const lines = bad.map(({ image, outcome }) => `• ${escaped(image)} ${escaped(outcome)}`);
  const why = reason === null || bad.length > 0 ? [] : [escaped(reason)];
  const link = run.url === undefined ? [] : [`<${run.url}|run ${run.id}>`];
  return [first, ...lines, ...why, ...link].join('\n');
}

/** Slack's three control characters; anything else is text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '').replace(/^refs\/pull\/(\d+)\/head$/, '#$1');
}
