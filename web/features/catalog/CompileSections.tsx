import { Card } from 'antd';
import type { ComponentType } from 'react';
import { useText } from '../../ui/language.tsx';
import { BasicSection } from './BasicSection.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { GradeSection } from './GradeSection.tsx';
import { ItemsSection } from './ItemsSection.tsx';
import { ModesSection } from './ModesSection.tsx';
import { OpenSection } from './OpenSection.tsx';
import { RelatedSection } from './RelatedSection.tsx';
import { SECTIONS } from './sections.ts';
import { ShareSection } from './ShareSection.tsx';

const PARTS: Readonly<Record<string, ComponentType<SectionProps>>> = {
  basic: BasicSection,
  items: ItemsSection,
  share: ShareSection,
  modes: ModesSection,
  open: OpenSection,
  grade: GradeSection,
  related: RelatedSection,
};

export function CompileSections(props: SectionProps) {
  const { t } = useText();
  return SECTIONS.map(({ key, zh, en }, at) => {
    const Part = PARTS[key];
    return (
      Part && (
        <Card key={key} id={key} title={`${at + 1} ${t(zh, en)}`}>
          <Part {...props} />
        </Card>
      )
    );
  });
}
