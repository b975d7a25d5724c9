"""FHIR R4 in and out: the form as a Questionnaire, answers as a QuestionnaireResponse. The public face of `fhir_*`."""

from __future__ import annotations

from enquiry_app.exchange.fhir_questionnaire import canonical, questionnaire
from enquiry_app.exchange.fhir_response import answers_from_response, questionnaire_response

__all__ = ["answers_from_response", "canonical", "questionnaire", "questionnaire_response"]
