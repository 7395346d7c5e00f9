import { Type as T } from 'typebox';
import { Count, Id, Instant, PageQuery, nullable, oneOf } from '#kernel/schema.ts';
import { ROLES } from '#vocabulary/permissions.ts';
import * as rules from './rules.ts';

export const RoleName = oneOf(ROLES);

export const RegionView = T.Object({
  code: T.String(),
  name: T.String(),
  parent: T.Union([T.String(), T.Null()]),
  level: oneOf(rules.REGION_LEVELS),
});

export const DepartmentView = T.Object({
  id: T.Integer(),
  key: T.String(),
  name: T.String(),
  nameEn: T.String(),
  shortName: T.String(),
  regionCode: T.String(),
  kind: oneOf(rules.DEPARTMENT_KINDS),
  creditCode: T.String(),
  isAuthority: T.Boolean(),
  state: oneOf(['active', 'suspended', 'dissolved']),
});

export const PostView = T.Object({
  id: T.Integer(),
  role: RoleName,
  departmentId: T.Integer(),
  departmentName: T.String(),
});

/** Who is signed in. `post` is null for a visitor. */
export const SessionView = T.Object({
  signedIn: T.Boolean(),
  name: T.Optional(T.String()),
  post: T.Optional(PostView),
  posts: T.Optional(T.Array(PostView)),
  permissions: T.Optional(T.Array(T.String())),
  csrf: T.Optional(T.String()),
  mustChangePassword: T.Optional(T.Boolean()),
  /** The installation shows synthetic data; every page says so. */
  demonstration: T.Boolean(),
  /** Told where the page asks who is there: on the Internet's listener nobody can sign in. */
  face: T.Optional(oneOf(['government', 'internet'])),
});

export const DemoPostView = T.Object({
  login: T.String(),
  name: T.String(),
  role: RoleName,
  departmentName: T.String(),
});

export const SignInBody = T.Object(
  { login: T.String({ minLength: 1, maxLength: 64 }), password: T.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

export const SwitchBody = T.Object({ postId: Id }, { additionalProperties: false });

export const PasswordBody = T.Object(
  { present: T.String({ maxLength: 200 }), next: T.String({ maxLength: 200 }) },
  { additionalProperties: false },
);

export const SystemView = T.Object({
  id: T.Integer(),
  departmentId: T.Integer(),
  name: T.String(),
  rid: T.String(),
  addresses: T.Array(T.String()),
});

export const SystemSecretsView = T.Object({
  system: SystemView,
  /** Shown once. */
  appKey: T.String(),
  appSecret: T.String(),
  record: T.Integer(),
});

/** Networks that may call with this identity, such as 10.20.3.0/24. */
const Addresses = T.Array(T.String({ maxLength: 50 }), { minItems: 1, maxItems: 50 });
/** At most this many different calls under one signature (several in one millisecond share it). */
const Spread = T.Integer({ minimum: 1, maximum: 1000, default: 20 });
const Conventions = T.Array(oneOf(rules.CONVENTIONS), { minItems: 1, maxItems: 6, uniqueItems: true });

export const RegisterSystemBody = T.Object(
  {
    name: T.String({ minLength: 2, maxLength: 80 }),
    addresses: Addresses,
    spread: Spread,
    /** By which the system will prove who it is. */
    conventions: T.Optional(Conventions),
  },
  { additionalProperties: false },
);
export const SystemBody = T.Object(
  { addresses: Addresses, spread: Spread, conventions: Conventions },
  { additionalProperties: false },
);

export const KeyView = T.Object({
  /** Its number in the system; 0 is the one of the registration. */
  no: Count,
  environment: oneOf(rules.ENVIRONMENTS),
  kind: oneOf(rules.KEY_KINDS),
  origin: oneOf(rules.KEY_ORIGINS),
  note: T.String(),
  /** Of a certificate. */
  fingerprint: nullable(T.String()),
  subject: nullable(T.String()),
  since: Instant,
  until: Instant,
  /** `ending`: within 30 days. */
  state: oneOf(rules.KEY_STATES),
  mayEnd: T.Boolean(),
});
export const SystemDetail = T.Object({
  ...SystemView.properties,
  spread: T.Integer(),
  conventions: Conventions,
  createdAt: Instant,
  mayChange: T.Boolean(),
  keys: T.Array(KeyView),
});

const KeyDays = T.Integer({ minimum: 1, maximum: rules.MOST_KEY_DAYS, default: rules.KEY_DAYS });
const KeyNote = T.String({ maxLength: 100, default: '' });
const Environment = oneOf(rules.ENVIRONMENTS);
export const KeyBody = T.Object(
  { environment: Environment, days: KeyDays, note: KeyNote },
  { additionalProperties: false },
);
export const RotateBody = T.Object(
  {
    environment: Environment,
    days: KeyDays,
    /** For so many days the old secrets go on beside the new one. */
    overlapDays: T.Integer({ minimum: 0, maximum: rules.MOST_OVERLAP_DAYS, default: rules.OVERLAP_DAYS }),
    note: KeyNote,
  },
  { additionalProperties: false },
);
/** A certificate in PEM, which says its fingerprint and end itself, or its fingerprint with whom it names. */
export const CertificateBody = T.Object(
  {
    environment: Environment,
    days: KeyDays,
    note: KeyNote,
    certificate: T.Optional(T.String({ minLength: 1, maxLength: 8000 })),
    fingerprint: T.Optional(T.String({ pattern: '^(sha256|sm3):[0-9a-f]{64}$' })),
    subject: T.Optional(T.String({ minLength: 2, maxLength: 200 })),
  },
  { additionalProperties: false },
);
export const NewSecretView = T.Object({
  no: Count,
  /** Shown once. */
  appSecret: T.String(),
  until: Instant,
  record: T.Integer(),
});
export const NewCertificateView = T.Object({ no: Count, fingerprint: T.String(), record: T.Integer() });
export const NewAppKeyView = T.Object({
  /** Shown once. */
  appKey: T.String(),
  record: T.Integer(),
});
export const ByKey = T.Object({ id: Id, no: T.Integer({ minimum: 0, maximum: 2_147_483_647 }) });

/** The national platform's own words: `rid`, `sid`, `rtime` and `sign`, each with the platform's prefix. */
export const RefreshBody = T.Record(
  T.String({ maxLength: 40 }),
  T.Union([T.String({ maxLength: 400 }), T.Number()]),
  {
    maxProperties: 20,
  },
);
export const RefreshView = T.Object({
  code: T.String(),
  data: T.Union([T.Object({ secret: T.String(), secretEndTime: T.String() }), T.Literal('')]),
  message: T.String(),
});

export const NetworkView = T.Object({ id: T.Integer(), cidr: T.String(), note: T.String() });
export const NetworkBody = T.Object(
  { cidr: T.String({ maxLength: 50 }), note: T.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export const Done = T.Object({ record: T.Integer() });

const Code = T.String({ pattern: '^\\d{6,12}$' });
const Reason = T.String({ minLength: 2, maxLength: 200 });
export const ReasonBody = T.Object({ reason: Reason }, { additionalProperties: false });
export const ById = T.Object({ id: Id });

export const DivisionView = T.Object({ code: T.String(), name: T.String() });
/** The beginning of a code, or a part of a name. */
export const DivisionQuery = T.Object({ q: T.String({ maxLength: 20, default: '' }) });
export const RegionParams = T.Object({ code: Code });
export const RegionBody = T.Object(
  { code: Code, name: T.String({ maxLength: 60, default: '' }) },
  { additionalProperties: false },
);
export const RegionNameBody = T.Object(
  { name: T.String({ minLength: 2, maxLength: 60 }) },
  { additionalProperties: false },
);
export const RegionRecorded = T.Object({ region: RegionView, record: T.Integer() });

export const DepartmentBody = T.Object(
  {
    name: T.String({ minLength: 2, maxLength: 100 }),
    nameEn: T.String({ maxLength: 200, default: '' }),
    shortName: T.String({ minLength: 2, maxLength: 40 }),
    /** 统一社会信用代码 (GB 32100-2015); empty only for those who run the platform. */
    creditCode: T.String({ maxLength: 18 }),
    regionCode: Code,
    kind: oneOf(rules.DEPARTMENT_KINDS),
    isAuthority: T.Boolean({ default: false }),
    phone: T.String({ maxLength: 40, default: '' }),
  },
  { additionalProperties: false },
);

export const DepartmentQuery = T.Object({
  q: T.String({ maxLength: 100, default: '' }),
  region: T.String({ maxLength: 12, default: '' }),
  state: T.String({ maxLength: 20, default: '' }),
  ...PageQuery,
});

export const DepartmentList = T.Object({
  total: Count,
  items: T.Array(
    T.Object({
      ...DepartmentView.properties,
      phone: T.String(),
      regionName: T.String(),
      /** In office today. */
      people: Count,
      /** Posts that await confirmation. */
      waiting: Count,
      roles: T.Array(RoleName),
    }),
  ),
});

export const AppointmentView = T.Object({
  id: Id,
  accountId: Id,
  accountName: T.String(),
  login: T.String(),
  role: RoleName,
  departmentId: Id,
  departmentName: T.String(),
  state: oneOf(rules.POST_STATES),
  /** Civil dates. */
  since: T.String(),
  ended: nullable(T.String()),
});

export const DepartmentDetail = T.Object({
  ...DepartmentView.properties,
  phone: T.String(),
  regionName: T.String(),
  /** What hangs on the department; `holds` keeps it from being dissolved. */
  dependents: T.Array(
    T.Object({
      kind: T.String(),
      n: Count,
      name: T.String(),
      nameEn: T.String(),
      holds: T.Boolean(),
    }),
  ),
  posts: T.Array(AppointmentView),
  systems: T.Array(SystemView),
  actions: T.Array(oneOf(rules.DEPARTMENT_ACTIONS)),
});

export const DepartmentRecorded = T.Object({ id: Id, record: T.Integer() });

export const DepartmentActBody = T.Object(
  { action: oneOf(rules.DEPARTMENT_ACTIONS), reason: Reason },
  { additionalProperties: false },
);

/** How far the installation is set up, in numbers. */
export const SetupView = T.Object({
  regions: Count,
  authorities: Count,
  departments: Count,
  authorityPeople: Count,
  /** Departments with an officer, a head of the sharing office and a head in office. */
  completeDepartments: Count,
  operators: Count,
  security: Count,
  auditors: Count,
  /** Posts that await confirmation. */
  waiting: Count,
  networks: Count,
  /** From the first security officer on, a post counts only when it was confirmed. */
  confirms: T.Boolean(),
});

export const PostBody = T.Object({ departmentId: Id, role: RoleName }, { additionalProperties: false });

export const AccountView = T.Object({
  id: Id,
  login: T.String(),
  name: T.String(),
  state: oneOf(rules.ACCOUNT_STATES),
  mustChange: T.Boolean(),
  /** When a lock after failed sign-ins ends. */
  shutOutUntil: nullable(Instant),
  posts: T.Array(T.Object({ ...AppointmentView.properties, actions: T.Array(oneOf(rules.POST_ACTIONS)) })),
  actions: T.Array(oneOf(rules.ACCOUNT_ACTIONS)),
  own: T.Boolean(),
  /** The reader may put this person forward for further posts. */
  appointable: T.Boolean(),
  /** Why the reader may not change this account; null when they may. */
  notHandled: nullable(T.String()),
  notHandledEn: nullable(T.String()),
});

export const AccountQuery = T.Object({
  q: T.String({ maxLength: 64, default: '' }),
  department: T.Optional(Id),
  role: T.String({ maxLength: 20, default: '' }),
  /** A state, or `waiting` for a post that awaits confirmation. */
  state: T.String({ maxLength: 20, default: '' }),
  ...PageQuery,
});
export const AccountList = T.Object({ total: Count, items: T.Array(AccountView) });

export const AccountBody = T.Object(
  {
    login: T.String({ pattern: '^[a-z][a-z0-9._-]{2,31}$' }),
    name: T.String({ minLength: 2, maxLength: 40 }),
    posts: T.Array(PostBody, { minItems: 1, maxItems: 10 }),
  },
  { additionalProperties: false },
);
export const AccountNameBody = T.Object(
  { name: T.String({ minLength: 2, maxLength: 40 }) },
  { additionalProperties: false },
);
export const AccountActBody = T.Object(
  { action: oneOf(rules.ACCOUNT_ACTIONS), reason: Reason },
  { additionalProperties: false },
);
export const PostDecisionBody = T.Object(
  { action: oneOf(['confirm', 'decline']), reason: T.String({ maxLength: 200, default: '' }) },
  { additionalProperties: false },
);
export const PostEndBody = T.Object({ reason: Reason }, { additionalProperties: false });
export const AccountRecorded = T.Object({
  account: AccountView,
  /** A one-time password, shown once. */
  password: T.Optional(T.String()),
  record: T.Integer(),
});
