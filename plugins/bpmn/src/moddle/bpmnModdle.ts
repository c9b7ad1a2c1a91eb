/**
 * The one reader and writer of BPMN: it knows the types of the standard, which take time to prepare, and keeps nothing of documents.
 */
import { BpmnModdle } from "bpmn-moddle"

export const bpmnModdle = new BpmnModdle()
