"""The screens of one enquiry: task list, sections, check answers, send. All driven by the form definition."""
