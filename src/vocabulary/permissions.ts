/** Roles as the page names them (ui.md section 2). A role belongs to a post, never to a person. */
export const ROLES = [
  'data_officer',
  'sharing_head',
  'department_head',
  'authority',
  'integrator',
  'operator',
  'security',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

/** The one table of who may do what. Whose data it is (own department, own region) is each module's rule. */
const TABLE = {
  'organizations.manage': ['operator'],
  // Three administrators (GB/T 22239-2019 8.1.5): who opens accounts does not give rights, and who audits does neither.
  'accounts.read': ['operator', 'security', 'auditor'],
  'accounts.handle': ['operator', 'security'],
  'accounts.authorise': ['security'],
  'organizations.read': [
    'data_officer',
    'sharing_head',
    'department_head',
    'authority',
    'integrator',
    'operator',
    'security',
    'auditor',
  ],
  'systems.register': ['data_officer', 'integrator'],
  'systems.read': ['data_officer', 'sharing_head', 'authority', 'integrator', 'operator'],
  'networks.manage': ['operator'],
  'catalog.read': ['data_officer', 'sharing_head', 'department_head', 'authority', 'integrator', 'auditor'],
  'catalog.compile': ['data_officer'],
  'catalog.sign_office': ['sharing_head'],
  'catalog.sign_department': ['department_head'],
  'catalog.review': ['authority'],
  'resources.mount': ['data_officer'],
  'resources.read': ['data_officer', 'sharing_head', 'authority', 'integrator'],
  'sharing.apply': ['data_officer'],
  'sharing.consent': ['sharing_head'],
  'sharing.answer': ['sharing_head'],
  'sharing.authorise': ['authority'],
  'sharing.read': ['data_officer', 'sharing_head', 'department_head', 'authority', 'integrator', 'auditor'],
  'sharing.revoke': ['sharing_head', 'authority'],
  'exchange.read': ['data_officer', 'sharing_head', 'authority', 'integrator', 'operator', 'auditor'],
  'exchange.run': ['data_officer', 'integrator'],
  // How and when a task runs; of a collection the authority says it too.
  'exchange.plan': ['data_officer', 'authority'],
  'pools.read': ['data_officer', 'sharing_head', 'department_head', 'authority', 'integrator', 'auditor'],
  'pools.start': ['authority'],
  // Confirming and refusing; to refuse takes the text that forbids it.
  'pools.answer': ['data_officer', 'sharing_head'],
  // Rows in clear: of one’s own department, and by the authority’s data officer.
  'pools.look': ['data_officer'],
  'ledger.read': ['auditor', 'authority', 'security'],
  'ledger.verify': ['auditor', 'authority', 'security'],
  'ledger.subject': ['auditor', 'security'],
  'ledger.keys': ['security'],
  'ledger.archive': ['security'],
  'ledger.accept': ['security'],
  'witness.read': ['operator', 'auditor', 'authority', 'security'],
  'witness.manage': ['operator'],
  'calendar.manage': ['authority'],
  'evidence.pack': ['data_officer', 'sharing_head', 'department_head', 'authority', 'integrator', 'auditor'],
  // The robots of its group are a department's own matter.
  'messages.robots': ['data_officer', 'sharing_head', 'department_head', 'authority'],
  'overview.read': ['authority', 'auditor', 'department_head'],
  'policy.read': [
    'data_officer',
    'sharing_head',
    'department_head',
    'authority',
    'integrator',
    'operator',
    'security',
    'auditor',
  ],
  // Which profile a region follows, and what the library says of a law, are the authority's; the operator sets up.
  'policy.switch': ['authority', 'operator'],
  'policy.law': ['authority'],
  // Code tables, classes, standard elements: one library for the installation.
  'standards.manage': ['authority'],
  'policy.simulate': ['authority', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof TABLE;

export const PERMISSIONS = Object.keys(TABLE) as Permission[];

export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(PERMISSIONS.filter(permission => (TABLE[permission] as readonly Role[]).includes(role)));
}
