import { Alert, Button, Card, Descriptions, Dropdown, Space, Tag } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { ReasonDialog } from '../administration/ReasonDialog.tsx';
import { CertificateDialog } from './CertificateDialog.tsx';
import { ChangeSystem } from './ChangeSystem.tsx';
import { KeyDialog } from './KeyDialog.tsx';
import { OnceDialog } from './OnceDialog.tsx';
import type { NewAppKey, NewSecret, SystemDetail, SystemKey } from './types.ts';
import { CONVENTIONS, CONVENTION_ORDER, ENVIRONMENTS, kindOf } from './words.ts';

type Doing = 'change' | 'rotate' | 'add' | 'certificate' | 'app-key';

/** A system as it calls: where from, by which conventions, with which keys and until when. */
export function SystemPage() {
  const { id } = useParams();
  const { t, language } = useText();
  const { data, problem, reload } = useLoad<SystemDetail>(`/api/systems/${id}`);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [ending, setEnding] = useState<SystemKey | null>(null);
  const [made, setMade] = useState<NewSecret | NewAppKey | null>(null);
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={10} />;

  const close = () => setDoing(null);
  function done(shown?: NewSecret | NewAppKey) {
    setDoing(null);
    setEnding(null);
    setMade(shown ?? null);
    reload();
  }

  const works = (key: SystemKey): boolean => key.state === 'valid' || key.state === 'ending';
  const nothing = !data.keys.some(key => key.environment === 'live' && works(key));
  const soon = data.keys.some(key => key.state === 'ending' && key.origin !== 'refresh');
  const conventions = CONVENTION_ORDER.filter(one => data.conventions.includes(one));

  return (
    <>
      <PageTitle
        title={data.name}
        sub={
          <Space wrap separator="·">
            <span>
              {t(
                `登记于 ${formatTime(data.createdAt, language)}`,
                `Registered ${formatTime(data.createdAt, language)}`,
              )}
            </span>
            <Link to="/systems">{t('返回业务系统', 'Back to the systems')}</Link>
          </Space>
        }
        actions={
          data.mayChange && (
            <Space wrap>
              <Button data-test="system-change" onClick={() => setDoing('change')}>
                {t('变更地址与约定', 'Change access')}
              </Button>
              <Dropdown
                menu={{
                  items: [
                    { key: 'add', label: t('增加密钥', 'Add a key') },
                    { key: 'certificate', label: t('登记证书', 'Register a certificate') },
                    { key: 'app-key', label: t('更换授权码 appKey', 'Replace the appKey') },
                  ],
                  onClick: ({ key }) => setDoing(key as Doing),
                }}
              >
                <Button data-test="key-more">
                  {t('更多', 'More')} <DownOutlined />
                </Button>
              </Dropdown>
              <Button type="primary" data-test="key-rotate" onClick={() => setDoing('rotate')}>
                {t('更换密钥', 'Rotate the key')}
              </Button>
            </Space>
          )
        }
      />
      <div className="cards">
        {nothing ? (
          <Alert
            type="error"
            showIcon
            title={t(
              '没有有效的正式密钥，这个系统现在不能调用。请更换密钥。',
              'No live key is valid: this system cannot call. Rotate the key.',
            )}
          />
        ) : (
          soon && (
            <Alert
              type="warning"
              showIcon
              title={t(
                '有密钥将在 30 天内失效，请确认系统已换上新密钥。',
                'A key ends within 30 days. Make sure that the system uses a newer one.',
              )}
            />
          )
        )}
        <Card>
          <Descriptions
            column={{ xs: 1, md: 2 }}
            items={[
              {
                key: 'rid',
                label: t('请求者标识', 'Caller identity'),
                children: <KeyLine text={data.rid} />,
              },
              {
                key: 'spread',
                label: t('同一签名最多', 'Under one signature'),
                children: t(`${data.spread} 个不同请求`, `${data.spread} different calls at most`),
              },
              {
                key: 'addresses',
                label: t('允许调用的地址', 'May call from'),
                children: data.addresses.join(t('、', ', ')),
              },
              {
                key: 'conventions',
                label: t('调用约定', 'Conventions'),
                children: (
                  <Space size={[4, 4]} wrap>
                    {conventions.map(one => (
                      <Tag key={one} style={{ marginInlineEnd: 0 }}>
                        {t(...CONVENTIONS[one].name)}
                      </Tag>
                    ))}
                  </Space>
                ),
              },
            ]}
          />
        </Card>
        <DataTable<SystemKey>
          caption={t('密钥', 'Keys')}
          rows={data.keys}
          rowKey="no"
          loading={false}
          empty={<EmptyState title={t('没有密钥。', 'There are no keys.')} />}
          columns={[
            {
              key: 'no',
              title: t('密钥', 'Key'),
              width: 96,
              render: (_, key) => t(`密钥 ${key.no}`, `Key ${key.no}`),
            },
            {
              key: 'kind',
              title: t('类型', 'Kind'),
              render: (_, key) => (
                <div style={{ minWidth: 0 }}>
                  {t(...kindOf(key))}
                  {key.note !== '' && ` · ${key.note}`}
                  {key.fingerprint !== null && (
                    <>
                      <div>{key.subject}</div>
                      <KeyLine text={key.fingerprint} shown={`${key.fingerprint.slice(0, 20)}…`} />
                    </>
                  )}
                </div>
              ),
            },
            {
              key: 'environment',
              title: t('环境', 'Environment'),
              width: 96,
              render: (_, key) =>
                key.environment === 'live' ? (
                  t(...ENVIRONMENTS.live)
                ) : (
                  <Tag color="purple">{t(...ENVIRONMENTS.sandbox)}</Tag>
                ),
            },
            {
              key: 'since',
              title: t('有效期', 'Valid'),
              render: (_, key) =>
                `${formatDate(key.since, language)} – ${
                  key.origin === 'refresh' ? formatTime(key.until, language) : formatDate(key.until, language)
                }`,
            },
            {
              key: 'state',
              title: t('状态', 'State'),
              width: 110,
              render: (_, key) => <StatusTag kind="key" state={key.state} />,
            },
            {
              key: 'act',
              title: '',
              align: 'right',
              width: 110,
              render: (_, key) =>
                key.mayEnd && (
                  <Button size="small" danger data-test={`key-end-${key.no}`} onClick={() => setEnding(key)}>
                    {t('立即停用', 'End now')}
                  </Button>
                ),
            },
          ]}
        />
      </div>
      {doing === 'change' && <ChangeSystem system={data} onClose={close} onDone={() => done()} />}
      {(doing === 'rotate' || doing === 'add') && (
        <KeyDialog system={data} rotates={doing === 'rotate'} onClose={close} onDone={done} />
      )}
      {doing === 'certificate' && <CertificateDialog system={data} onClose={close} onDone={() => done()} />}
      {doing === 'app-key' && (
        <ReasonDialog<NewAppKey>
          title={t('更换授权码 appKey', 'Replace the appKey')}
          label={t('更换', 'Replace it')}
          means={t(
            '旧的授权码立即失效，系统用它刷新得到的 appSecret 也一并失效；系统要换上新授权码才能再刷新。',
            'The old appKey ends at once, and so do the secrets that were fetched with it; the system can refresh again once it has the new one.',
          )}
          done={t('授权码已更换', 'The appKey is replaced')}
          danger
          work={reason => api.post<NewAppKey>(`/api/systems/${data.id}/app-key`, { reason })}
          onClose={close}
          onDone={done}
        />
      )}
      {ending && (
        <ReasonDialog
          title={t(`停用密钥 ${ending.no}`, `End key ${ending.no}`)}
          label={t('立即停用', 'End it now')}
          means={t(
            '两秒内，用它签名的调用和用它取得的令牌都不再受理，不能恢复。',
            'Within two seconds calls signed with it, and tokens got with it, are refused. It cannot be brought back.',
          )}
          done={t('密钥已停用', 'The key is ended')}
          danger
          work={reason => api.post(`/api/systems/${data.id}/keys/${ending.no}/end`, { reason })}
          onClose={() => setEnding(null)}
          onDone={() => done()}
        />
      )}
      {made && (
        <OnceDialog
          title={
            'appKey' in made ? t('新的授权码', 'The new appKey') : t(`密钥 ${made.no}`, `Key ${made.no}`)
          }
          record={made.record}
          note={
            'until' in made
              ? t(
                  `有效至 ${formatDate(made.until, language)}。`,
                  `Valid until ${formatDate(made.until, language)}.`,
                )
              : undefined
          }
          onClose={() => setMade(null)}
          rows={
            'appKey' in made
              ? [{ key: 'key', label: 'appKey', value: made.appKey, test: 'new-app-key' }]
              : [{ key: 'secret', label: 'appSecret', value: made.appSecret, test: 'new-app-secret' }]
          }
        />
      )}
    </>
  );
}
