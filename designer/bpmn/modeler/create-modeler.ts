import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import ElementTemplateChooserModule from '@bpmn-io/element-template-chooser';
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from 'bpmn-js-create-append-anything';
import ZeebeBehaviorsModule from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import ColorPickerModule from 'bpmn-js-color-picker';
import MinimapModule from 'diagram-js-minimap';
import GridModule from 'diagram-js-grid';
import NativeCopyPasteModule from 'bpmn-js-native-copy-paste';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { laneworkModdle } from '../../../engine/parse/lanework-moddle.ts';
import { laneworkPropertiesModule } from './lanework-properties.ts';
import { oneStepModule } from './one-step.ts';
import { translateModule, type ModelerTexts } from './translate.ts';
import './modeler-styles.ts';

/** Where the modeler draws and in which language. */
export interface ModelerSetup {
  readonly canvas: HTMLElement;
  readonly properties: HTMLElement;
  readonly texts: ModelerTexts;
}

/**
 * Makes the BPMN modeler with everything the designer offers: properties panel with the execution attributes, element templates, create and append
 * menus, colours, minimap, grid and copy and paste between tabs. The caller destroys it.
 */
export function createModeler(setup: ModelerSetup): Modeler {
  return new Modeler({
    container: setup.canvas,
    propertiesPanel: { parent: setup.properties },
    moddleExtensions: { zeebe: zeebeModdle, lanework: laneworkModdle },
    elementTemplateChooser: { enabled: true },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      CloudElementTemplatesPropertiesProviderModule,
      ElementTemplateChooserModule,
      CreateAppendAnythingModule,
      CreateAppendElementTemplatesModule,
      ZeebeBehaviorsModule,
      ColorPickerModule,
      MinimapModule,
      GridModule,
      NativeCopyPasteModule,
      laneworkPropertiesModule,
      oneStepModule,
      translateModule(setup.texts),
    ],
  });
}
