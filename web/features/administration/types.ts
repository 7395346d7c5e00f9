import type { Static } from 'typebox';
import type * as organizations from '#modules/organizations/contract.ts';

export type Setup = Static<typeof organizations.SetupView>;
export type Region = Static<typeof organizations.RegionView>;
export type Division = Static<typeof organizations.DivisionView>;
export type DepartmentList = Static<typeof organizations.DepartmentList>;
export type DepartmentRow = DepartmentList['items'][number];
export type DepartmentDetail = Static<typeof organizations.DepartmentDetail>;
export type DepartmentBody = Static<typeof organizations.DepartmentBody>;
export type DepartmentName = Static<typeof organizations.DepartmentView>;
export type Account = Static<typeof organizations.AccountView>;
export type AccountList = Static<typeof organizations.AccountList>;
export type AccountChanged = Static<typeof organizations.AccountRecorded>;
export type AccountBody = Static<typeof organizations.AccountBody>;
export type AccountAction = Account['actions'][number];
export type DepartmentAction = DepartmentDetail['actions'][number];
