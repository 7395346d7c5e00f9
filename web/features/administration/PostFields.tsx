import { Select } from 'antd';
import { useLoad } from '../../api.ts';
import { roleName } from '../../app/roles.ts';
import { useText } from '../../ui/language.tsx';
import type { DepartmentName } from './types.ts';
import { ROLES } from './words.ts';

export interface PostChoice {
  departmentId?: number;
  role?: string;
}

/** A department and a role in it; the authority's role only where the department is one. */
export function PostFields({ value, onChange }: { value: PostChoice; onChange: (next: PostChoice) => void }) {
  const { t, language } = useText();
  const { data, loading } = useLoad<DepartmentName[]>('/api/departments');
  const open = (data ?? []).filter(one => one.state === 'active');
  const chosen = open.find(one => one.id === value.departmentId);
  return (
    <div style={{ display: 'grid', gap: 8, gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))' }}>
      <Select
        showSearch
        optionFilterProp="label"
        value={value.departmentId ?? null}
        loading={loading}
        placeholder={t('选择部门', 'Department')}
        aria-label={t('部门', 'Department')}
        data-test="post-department"
        options={open.map(one => ({ value: one.id, label: t(one.name, one.nameEn || one.name) }))}
        onChange={id =>
          onChange({
            ...(id === null ? {} : { departmentId: id }),
            ...(value.role === undefined || value.role === 'authority' ? {} : { role: value.role }),
          })
        }
      />
      <Select
        value={value.role ?? null}
        placeholder={t('选择岗位', 'Post')}
        aria-label={t('岗位', 'Post')}
        data-test="post-role"
        options={ROLES.filter(role => role !== 'authority' || chosen?.isAuthority === true).map(role => ({
          value: role,
          label: roleName(role, language),
        }))}
        onChange={role => onChange({ ...value, ...(role === null ? {} : { role }) })}
      />
    </div>
  );
}
