import { Button, Form, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Static } from 'typebox';
import type { EntryView } from '#modules/catalog/contract.ts';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ChooseEntry } from './ChooseEntry.tsx';
import { DescribeFields, type Described, type EntryItem, NEW_DESCRIBED } from './DescribeFields.tsx';
import { MountPage, MountSteps } from './MountFrame.tsx';
import { NEW_REACH, ReachFields, cleanReach } from './ReachFields.tsx';
import { TryStep } from './TryStep.tsx';
import type { Reach } from './types.ts';

/** 挂接接口: entry, where it is, how it is asked, a call and its values, done. */
export function MountInterface() {
  const { t } = useText();
  const [search] = useSearchParams();
  const asked = Number(search.get('entry') ?? 0);
  const [entryId, setEntryId] = useState<number | null>(asked > 0 ? asked : null);
  return (
    <MountPage title={t('挂接接口', 'Mount an interface')}>
      {entryId === null ? (
        <Framed step={0}>
          <ChooseEntry onChoose={setEntryId} />
        </Framed>
      ) : (
        <OfEntry entryId={entryId} onBack={() => setEntryId(null)} />
      )}
    </MountPage>
  );
}

function Framed({ step, children }: { step: number; children: ReactNode }) {
  const { t } = useText();
  return (
    <MountSteps
      current={step}
      titles={[
        t('选目录', 'Entry'),
        t('地址和凭据', 'Address'),
        t('参数和返回', 'Parameters'),
        t('试调用、对上数据项', 'Try and match'),
      ]}
    >
      {children}
    </MountSteps>
  );
}

function OfEntry({ entryId, onBack }: { entryId: number; onBack: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { data, problem } = useLoad<Static<typeof EntryView>>(`/api/entries/${entryId}`);
  const [step, setStep] = useState(1);
  const [reach, setReach] = useState<Reach>(NEW_REACH);
  const [described, setDescribed] = useState<Described>(NEW_DESCRIBED);
  const [reachForm] = Form.useForm<Reach>();
  const [describedForm] = Form.useForm<Described>();
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading />;
  const items: EntryItem[] = data.content.items.map(({ name, identifier }) => ({ name, identifier }));

  if (step === 1)
    return (
      <Framed step={1}>
        <Form<Reach>
          key="reach"
          form={reachForm}
          layout="vertical"
          requiredMark={false}
          initialValues={reach}
          onFinish={value => {
            setReach(cleanReach(value));
            setStep(2);
          }}
        >
          <ReachFields kept={false} />
          <Space style={{ display: 'flex', marginTop: 8 }}>
            <Button onClick={onBack}>{t('上一步', 'Back')}</Button>
            <Button type="primary" htmlType="submit" data-test="interface-reach-next">
              {t('下一步：参数和返回', 'Next: parameters')}
            </Button>
          </Space>
        </Form>
      </Framed>
    );
  if (step === 2)
    return (
      <Framed step={2}>
        <Form<Described>
          key="described"
          form={describedForm}
          layout="vertical"
          requiredMark={false}
          initialValues={{ ...described, name: described.name || data.title }}
          onFinish={value => {
            setDescribed({ ...NEW_DESCRIBED, ...value });
            setStep(3);
          }}
        >
          <DescribeFields items={items} />
          <Space style={{ display: 'flex', marginTop: 8 }}>
            <Button onClick={() => setStep(1)}>{t('上一步', 'Back')}</Button>
            <Button type="primary" htmlType="submit" data-test="interface-described-next">
              {t('下一步：试调用', 'Next: try a call')}
            </Button>
          </Space>
        </Form>
      </Framed>
    );
  return (
    <Framed step={3}>
      <TryStep
        entryId={entryId}
        items={items}
        reach={reach}
        described={described}
        onBack={() => setStep(2)}
        onMounted={({ id }) => void navigate(`/resources/interfaces/${id}`)}
      />
    </Framed>
  );
}
