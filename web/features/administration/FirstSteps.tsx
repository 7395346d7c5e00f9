import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { Card, theme } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { Setup } from './types.ts';

/** What an empty installation still needs, in the order in which it works; gone when all is there. */
export function FirstSteps({ setup }: { setup: Setup }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const steps: { met: boolean; to: string; text: string; note: string }[] = [
    {
      met: setup.regions > 1 || setup.departments > 0,
      to: '/org/regions',
      text: t('添加行政区划', 'Add the regions'),
      note: t('本级已有；有区县参加时添加它们', 'Your own is there; add those below that take part'),
    },
    {
      met: setup.authorities > 0,
      to: '/org?new=authority',
      text: t('新建主管部门', 'Add the authority'),
      note: t('审核并发布目录的部门', 'The department that reviews and publishes'),
    },
    {
      met: setup.departments > 0,
      to: '/org?new=department',
      text: t('新建部门', 'Add departments'),
      note: t('提供和使用数据的部门', 'Those that provide and use data'),
    },
    {
      met: setup.authorityPeople > 0,
      to: '/org/accounts?new=1',
      text: t('为主管部门开通账号', 'Open an account at the authority'),
      note: t('岗位“主管部门”', 'Post “Authority”'),
    },
    {
      met: setup.completeDepartments > 0,
      to: '/org/accounts?new=1',
      text: t('为部门开通账号', 'Open accounts at departments'),
      note: t(
        '每个部门至少要有专职人员、共享机构负责人、部门负责人',
        'Each needs a data officer, a head of its sharing office and a head',
      ),
    },
    {
      met: setup.security > 1,
      to: '/org/accounts?new=1',
      text: t('指定两名安全管理员', 'Appoint two security officers'),
      note: t(
        '第一名生效后，新岗位都要经安全管理员确认；两名可以互相解锁',
        'From the first on, each new post needs their confirmation; two can help each other out',
      ),
    },
    {
      met: setup.auditors > 0,
      to: '/org/accounts?new=1',
      text: t('指定安全审计员', 'Appoint an auditor'),
      note: t('查看存证，不能改动任何内容', 'Reads the ledger and changes nothing'),
    },
    {
      met: setup.networks > 0,
      to: '/networks',
      text: t('允许连接的网络', 'Allow networks'),
      note: t('挂载部门数据库之前', 'Before a department’s database is mounted'),
    },
  ];
  const open = steps.filter(step => !step.met);
  const [next] = open;
  if (next === undefined) return null;
  return (
    <Card
      size="small"
      title={t(
        `平台准备：已完成 ${steps.length - open.length}/${steps.length}`,
        `Setting up: ${steps.length - open.length} of ${steps.length} done`,
      )}
      data-test="first-steps"
      style={{ marginBottom: 16 }}
    >
      <ol
        style={{
          margin: 0,
          padding: 0,
          listStyle: 'none',
          display: 'grid',
          gap: '10px 24px',
          gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
        }}
      >
        {steps.map((step, at) => (
          <li key={step.text} style={{ display: 'flex', gap: 8, alignItems: 'baseline' }}>
            <span style={{ color: step.met ? token.colorSuccess : token.colorTextTertiary }}>
              {step.met ? (
                <CheckCircleFilled aria-label={t('已完成', 'Done')} />
              ) : (
                <MinusCircleOutlined aria-label={t('未完成', 'To do')} />
              )}
            </span>
            <span>
              {at + 1}. <Link to={step.to}>{step.text}</Link>
              {step === next && <strong style={{ fontWeight: 500 }}> {t('← 下一步', '← next')}</strong>}
              <span style={{ display: 'block', color: token.colorTextSecondary, fontSize: 13 }}>
                {step.note}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
