/** Posts to the robots of groups: each no more often than it takes, several messages in one post when more wait. */
import type { Clock } from '#kernel/clock.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import { postText } from '#kernel/post.ts';
import { type Keep, LEASE, noteFailure } from './attempts.ts';
import * as store from './outboxStore.ts';
import { type Told, MOST_A_MINUTE, composePost, problemOfAnswer, signedAddress } from './robotForms.ts';
import { slotsLeft, withoutSecrets } from './rules.ts';
import { type SettingsNeeds, addressPlace, robotServer, secretPlace } from './settings.ts';

export interface PosterNeeds extends Pick<SettingsNeeds, 'organizations' | 'addresses'> {
  keep: Keep;
  clock: Clock;
  keys: Keys;
  /** The platform’s own address as others reach it; without it messages carry no link. */
  site: string | undefined;
  signal: AbortSignal;
}

const TIMEOUT = 10_000;
const MOST_ANSWER_BYTES = 16_384;
/** More than fit into one post. */
const MOST_AT_ONCE = 100;
/** A robot that took nothing is left alone for so long, whatever waits for it. */
const AFTER_FAILURE = 60_000;

interface Post {
  robot: store.DueRobot;
  posts: store.WaitingPost[];
  body: string;
}

export function createPoster(needs: PosterNeeds) {
  const { keep, clock, keys, site, signal } = needs;

  const toldOf = ({ zh, path }: store.WaitingPost): Told => ({
    zh,
    link: site === undefined ? '' : `${site}${path}`,
  });

  /** The next post, leased; undefined when no robot is due. One that had its share is left until it may have more. */
  const take = (now: number): Promise<Post | 'full' | undefined> =>
    keep(async tx => {
      const robot = await store.findDueRobot(tx, new Date(now));
      if (!robot) return undefined;
      const slots = slotsLeft(robot.posts, now, MOST_A_MINUTE);
      if (slots === 0) {
        await store.holdRobot(tx, robot.id, new Date(Math.min(...robot.posts) + AFTER_FAILURE));
        return 'full';
      }
      const due = await store.listDuePosts(tx, robot.id, new Date(now), MOST_AT_ONCE);
      // One message a post while the robot takes as many posts as there are messages.
      const { body, taken } = composePost((due.length <= slots ? due.slice(0, 1) : due).map(toldOf));
      const posts = due.slice(0, taken);
      const lease = new Date(now + LEASE);
      await store.leasePosts(
        tx,
        posts.map(one => one.id),
        lease,
      );
      await store.holdRobot(tx, robot.id, lease);
      return { robot, posts, body };
    });

  /** What went wrong, without what opens the way to the group; undefined when the robot took it. */
  async function send({ robot, body }: Post, now: number): Promise<string | undefined> {
    const address = keys.open('credentials', addressPlace(robot.id), robot.address);
    const secret =
      robot.secret === null ? null : keys.open('credentials', secretPlace(robot.id), robot.secret);
    const url = signedAddress(robot.form, address, secret, now);
    const hidden = [...url.searchParams.values(), ...(secret === null ? [] : [secret])];
    try {
      const server = await robotServer(needs, robot.departmentId, url);
      const answer = await postText(url, body, {
        address: server,
        type: 'application/json; charset=utf-8',
        timeout: TIMEOUT,
        limit: MOST_ANSWER_BYTES,
        signal,
      });
      const problem = problemOfAnswer(answer);
      return problem === undefined ? undefined : withoutSecrets(problem, hidden);
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      return withoutSecrets(code === 'ABORT_ERR' ? 'no answer in time' : message, hidden);
    }
  }

  async function post(one: Post): Promise<void> {
    const started = clock.now();
    const problem = await send(one, started);
    // Cut off at the end of the process: its lease hands it to others.
    if (problem !== undefined && signal.aborted) return;
    failpoint('messages.before-mark');
    const now = clock.now();
    await keep(async tx => {
      const { robot, posts } = one;
      if (problem === undefined)
        await store.markSent(
          tx,
          posts.map(each => each.id),
          new Date(now),
        );
      else for (const each of posts) await noteFailure(tx, each, problem, now);
      const kept = [...robot.posts, started].slice(-MOST_A_MINUTE);
      await store.notePost(tx, robot.id, kept, new Date(problem === undefined ? now : now + AFTER_FAILURE));
    });
  }

  return {
    /** Posts once for each robot that is due now. Resolves to whether there was any. */
    async postAll(): Promise<boolean> {
      const under: Promise<void>[] = [];
      const faults: unknown[] = [];
      try {
        for (;;) {
          const next = await take(clock.now());
          if (next === undefined) break;
          // Heard at once: while the next one is taken, nobody waits for this one yet.
          if (next !== 'full') under.push(post(next).catch((error: unknown) => void faults.push(error)));
        }
      } finally {
        await Promise.all(under);
      }
      if (faults.length > 0) throw faults[0];
      return under.length > 0;
    },
  };
}
