import { Type as T } from 'typebox';
import { Id, Instant, Count, PageQuery, nullable, oneOf } from '#kernel/schema.ts';

/** What waits for somebody, what came of something, what the platform has to say (ui.md 3.3). */
export const MESSAGE_KINDS = ['todo', 'result', 'system'] as const;
export const kind = oneOf(MESSAGE_KINDS);
const closed = { additionalProperties: false };

export const MessageQuery = T.Object({
  kind: T.Optional(kind),
  unread: T.Boolean({ default: false }),
  ...PageQuery,
});
export const MessageView = T.Object({
  id: Id,
  kind,
  zh: T.String(),
  en: T.String(),
  /** The page that it leads to. */
  path: T.String(),
  subject: nullable(T.String()),
  at: Instant,
  read: T.Boolean(),
  /** What it asked for was done by somebody. */
  settled: T.Boolean(),
});
/** Of the last 90 days; `bell` is what the bell shows: to-dos and results. At most 100 each. */
export const Unread = T.Object({ todo: Count, result: Count, system: Count, bell: Count });
export const MessageList = T.Object({ items: T.Array(MessageView), total: Count, unread: Unread });
export const ReadBody = T.Object({ ids: T.Array(Id, { minItems: 1, maxItems: 100 }) }, closed);
export const ReadAllBody = T.Object({ kind: nullable(kind) }, closed);

export const ROBOT_FORMS = ['wecom', 'dingtalk'] as const;
const kinds = T.Array(kind, { uniqueItems: true, maxItems: MESSAGE_KINDS.length });

/** The last things that were to be sent somewhere, and how that went. */
export const DeliveryView = T.Object({
  zh: T.String(),
  en: T.String(),
  at: Instant,
  state: oneOf(['waiting', 'sent', 'failed', 'dropped']),
  attempts: Count,
  /** When it was sent or given up; while it waits, when it is tried next. */
  when: Instant,
  error: T.String(),
});
export const RobotView = T.Object({
  id: Id,
  name: T.String(),
  form: oneOf(ROBOT_FORMS),
  /** Scheme, host and port; the rest of the address is a secret. */
  place: T.String(),
  kinds,
  createdAt: Instant,
  deliveries: T.Array(DeliveryView),
});
export const SettingsView = T.Object({
  pageKinds: kinds,
  mail: nullable(T.String()),
  mailKinds: kinds,
  /** Whether the platform has a mail server. */
  mailAvailable: T.Boolean(),
  mails: T.Array(DeliveryView),
  robots: T.Array(RobotView),
  /** Whether the reader’s post may enter robots for its department. */
  mayKeepRobots: T.Boolean(),
});
export const SettingsBody = T.Object(
  { pageKinds: kinds, mail: nullable(T.String({ maxLength: 254 })), mailKinds: kinds },
  closed,
);
export const SettingsSaved = T.Object({ settings: SettingsView, record: T.Integer() });
export const RobotBody = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
    form: oneOf(ROBOT_FORMS),
    address: T.String({ minLength: 1, maxLength: 500 }),
    /** Of a DingTalk robot with 加签. */
    secret: nullable(T.String({ minLength: 1, maxLength: 200 })),
    kinds: T.Array(kind, { uniqueItems: true, minItems: 1, maxItems: MESSAGE_KINDS.length }),
  },
  closed,
);
