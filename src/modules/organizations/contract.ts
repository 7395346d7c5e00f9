import { Type as T } from 'typebox';
import { oneOf } from '#kernel/schema.ts';
import { ROLES } from '#vocabulary/permissions.ts';

export const RoleName = oneOf(ROLES);

export const RegionView = T.Object({
  code: T.String(),
  name: T.String(),
  parent: T.Union([T.String(), T.Null()]),
  level: T.String(),
});

export const DepartmentView = T.Object({
  id: T.Integer(),
  key: T.String(),
  name: T.String(),
  nameEn: T.String(),
  shortName: T.String(),
  regionCode: T.String(),
  kind: T.String(),
  creditCode: T.String(),
  isAuthority: T.Boolean(),
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

export const SwitchBody = T.Object({ postId: T.Integer() }, { additionalProperties: false });

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

export const RegisterSystemBody = T.Object(
  {
    name: T.String({ minLength: 2, maxLength: 80 }),
    /** Networks that may call with this identity, such as 10.20.3.0/24. */
    addresses: T.Array(T.String({ maxLength: 50 }), { minItems: 1, maxItems: 50 }),
  },
  { additionalProperties: false },
);

export const NetworkView = T.Object({ id: T.Integer(), cidr: T.String(), note: T.String() });
export const NetworkBody = T.Object(
  { cidr: T.String({ maxLength: 50 }), note: T.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export const Done = T.Object({ record: T.Integer() });
